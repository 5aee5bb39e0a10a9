import { ScrollRegion } from "#components/ui/scroll-region.tsx";
import type { DiffLine, FileDiff } from "#contract/version.ts";

const looks: Record<DiffLine["kind"], { sign: string; tag: "span" | "ins" | "del"; look: string }> =
  {
    same: { sign: " ", tag: "span", look: "" },
    added: { sign: "+", tag: "ins", look: "bg-accent-soft" },
    removed: { sign: "-", tag: "del", look: "bg-danger-soft" },
  };

/** One file in two versions, line by line. */
export function FileChanges({ file }: { file: FileDiff }) {
  const { name, hunks } = file;
  return (
    <div className="mt-8">
      <h3 className="code font-medium">{name}</h3>
      {hunks ? (
        <ScrollRegion
          label={`Changes in ${name}`}
          className="mt-3 max-h-[40rem] overflow-auto rounded-lg border border-line py-2"
        >
          {hunks.map(({ line, lines }) => (
            <div key={line} className="[&+&]:mt-3 [&+&]:border-t [&+&]:border-line [&+&]:pt-2">
              <p className="px-4 text-sm text-muted">Line {line}</p>
              <pre className="code whitespace-pre-wrap break-words">
                {lines.map((each, place) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: lines have nothing else to be told apart by
                  <Line key={place} line={each} />
                ))}
              </pre>
            </div>
          ))}
        </ScrollRegion>
      ) : (
        <p className="mt-2 text-muted">
          It differs nearly everywhere: open both versions to read it.
        </p>
      )}
    </div>
  );
}

function Line({ line }: { line: DiffLine }) {
  const { sign, tag: Tag, look } = looks[line.kind];
  return (
    <Tag className={`block pr-4 pl-[calc(1rem+2ch)] [text-indent:-2ch] no-underline ${look}`}>
      {sign} {line.text}
    </Tag>
  );
}
