import { Fragment } from "react";
import { CodePanel } from "#components/ui/code-panel.tsx";
import { FoldedText } from "#components/ui/folded-text.tsx";
import { describeHoneycombQuery } from "#contract/honeycomb/describe.ts";
import { findQuery } from "#contract/honeycomb/find-query.ts";
import type { HoneycombQuery } from "#contract/honeycomb/query.ts";
import type { Token } from "#contract/honeycomb/words.ts";
import { Violations } from "./violations.tsx";

type HoneycombQueryPreviewProps = { output: string; violations: string[] };

/** A query as Honeycomb's own query builder lays it out, under a sentence that says the same. */
export function HoneycombQueryPreview({ output, violations }: HoneycombQueryPreviewProps) {
  const query = findQuery(output);
  if (!query)
    return (
      <>
        <Violations title="This is not a query that Honeycomb can run" violations={violations} />
        <CodePanel title="the text as the model wrote it" text={output} wraps />
      </>
    );
  return (
    <>
      {violations.length > 0 && (
        <Violations title="Do not use this query as it is" violations={violations} />
      )}
      <QueryDescription query={query} />
      <div className="mt-4">
        <FoldedText title="the text as the model wrote it" text={output} />
      </div>
    </>
  );
}

/** From this many characters on, a sentence is read rather than glanced at. */
const longSentence = 140;

function QueryDescription({ query }: { query: HoneycombQuery }) {
  const { parts, sentence } = describeHoneycombQuery(query);
  return (
    <>
      <p
        className={`leading-snug tracking-tight text-pretty break-words ${sentence.length > longSentence ? "text-lg" : "text-xl"}`}
      >
        {sentence}
      </p>
      <dl className="mt-6 border-t border-line">
        {parts.map(({ label, value }) => (
          <div
            key={label}
            className="grid gap-x-4 border-b border-line py-2.5 sm:grid-cols-[7rem_minmax(0,1fr)]"
          >
            <dt className="text-sm leading-7 text-muted">{label}</dt>
            <dd className="leading-7 break-words">
              {value.map((token, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: tokens repeat, and never move
                <Fragment key={at}>
                  {at > 0 && !token.text.startsWith(",") && " "}
                  <TokenText token={token} />
                </Fragment>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}

const looks: Record<Token["kind"], string> = {
  word: "",
  column: "code rounded-md bg-sunken px-1.5 py-1 break-all",
  value: "font-medium text-accent break-all",
};

function TokenText({ token }: { token: Token }) {
  return <span className={looks[token.kind]}>{token.text}</span>;
}
