import { FactsTable } from "./facts-table.tsx";

const facts: [name: string, type: string, meaning: string][] = [
  ["id", "string", "26 characters; also its address: /p/{id}."],
  [
    "status",
    "string",
    "starting, processing, succeeded, failed or canceled. The last three are final.",
  ],
  [
    "output",
    "array of string, string or null",
    "The text in pieces, in order: join them without anything between. It only ever grows; null before the first piece. An image is one text, there at the end.",
  ],
  ["error", "string or null", "Why it failed, in a sentence."],
  [
    "metrics",
    "object",
    "Seconds and tokens: predict_time, total_time, queue_time, time_to_first_token, input_token_count, output_token_count, tokens_per_second. What is not known yet is absent.",
  ],
  ["input", "object", "What was asked, as it was stored."],
  ["version", "string", "The version that ran: 64 hex digits."],
  [
    "violations",
    "array of string",
    "How the output breaks the rules of its kind; empty when it keeps them.",
  ],
  ["created_at", "string (date-time)", "When it was accepted; started_at and completed_at follow."],
  ["urls.get", "string (uri)", "Where to read it again."],
  [
    "urls.stream",
    "string (uri)",
    "Its output as server-sent events, from the beginning at any time.",
  ],
  ["urls.cancel", "string (uri)", "Where to POST to end it."],
  ["urls.web", "string (uri)", "The page to show to people."],
];

/** What a program gets back: a prediction. */
export function OutputTable({ kind }: { kind: string }) {
  return (
    <FactsTable
      id="output"
      title="Output"
      intro={
        <>
          The answer is a prediction. Its joined output is of the kind{" "}
          <span className="code">{kind}</span>, which the playground knows how to show.
        </>
      }
      columns={["Name", "Type", "What it is"]}
      rows={facts.map(([name, type, meaning]) => ({
        key: name,
        cells: [
          name,
          <span key="type" className="code whitespace-nowrap">
            {type}
          </span>,
          <span key="meaning" className="inline-block max-w-[40rem] text-pretty">
            {meaning}
          </span>,
        ],
      }))}
    />
  );
}
