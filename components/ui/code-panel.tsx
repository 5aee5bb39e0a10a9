import { CopyButton } from "./copy-button.tsx";
import { ScrollRegion } from "./scroll-region.tsx";

type CodePanelProps = { title: string; text: string; wraps?: boolean };

/** Text as it is, in a box that scrolls, with a button that copies it. */
export function CodePanel({ title, text, wraps = false }: CodePanelProps) {
  return (
    <div className="relative">
      <div className="absolute top-2 right-2 rounded-lg bg-sunken">
        <CopyButton text={text} label={`Copy: ${title}`} isCompact />
      </div>
      <ScrollRegion label={title} className="max-h-[32rem] overflow-auto rounded-lg bg-sunken p-4">
        <pre className={`code ${wraps ? "pr-8 whitespace-pre-wrap break-words" : ""}`}>{text}</pre>
      </ScrollRegion>
    </div>
  );
}
