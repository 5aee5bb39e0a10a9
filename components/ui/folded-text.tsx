import { CodePanel } from "./code-panel.tsx";
import { Icon } from "./icon.tsx";

type FoldedTextProps = {
  /** As it stands after "Show" and "Hide". */
  title: string;
  text: string;
};

export function FoldedText({ title, text }: FoldedTextProps) {
  return (
    <details className="group">
      <summary className="-mx-1 flex min-h-11 items-center gap-2 px-1 text-sm text-muted hover:text-ink sm:min-h-9">
        <span className="motion-safe:transition-transform group-open:rotate-90">
          <Icon name="chevron" />
        </span>
        <span>
          <span className="group-open:hidden">Show</span>
          <span className="hidden group-open:inline">Hide</span> {title}
        </span>
      </summary>
      <div className="pb-2">
        <CodePanel title={title} text={text} wraps />
      </div>
    </details>
  );
}
