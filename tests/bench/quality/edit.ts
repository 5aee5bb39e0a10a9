import { diffWords } from "diff";
import type { HeldOut } from "./held-out.ts";
import { type Tally, yes } from "./tally.ts";

type Edit = { text: string; reasons: string[] };

/** An edit against the one that was expected: `rewritten` counts its changes that were made, `untouched` the edits that changed nothing else. */
export function scoreEdit({ input, expected }: HeldOut, output: string): Tally {
  const article = String(input.article);
  const wanted = JSON.parse(expected) as Edit;
  const found = editOf(output);
  const planted = changes(article, wanted.text);
  const made = changes(article, found?.text ?? "");
  return {
    exact: yes(output === expected),
    normalised: yes(found?.text === wanted.text),
    valid: yes(found !== null),
    rewritten: [planted.filter((change) => made.includes(change)).length, planted.length],
    untouched: yes(made.every((change) => planted.includes(change))),
  };
}

/** Each as its place in the text and what stands there instead. */
function changes(before: string, after: string): string[] {
  const found: string[] = [];
  let at = 0;
  for (const { value, added, removed } of diffWords(before, after)) {
    if (added || removed) found.push(`${at} ${added ? "+" : "-"} ${value}`);
    if (!added) at += value.length;
  }
  return found;
}

function editOf(output: string): Edit | null {
  try {
    return JSON.parse(output) as Edit;
  } catch {
    return null;
  }
}
