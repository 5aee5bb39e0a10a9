import { diffWords } from "diff";
import { applyEdits, type Edit } from "#contract/outputs/edits.ts";
import type { HeldOut } from "./held-out.ts";
import { type Tally, yes } from "./tally.ts";

/** Edits against those that were expected: `rewritten` counts their changes that were made, `untouched` the texts in which nothing else was changed. */
export function scoreEdit({ input, expected }: HeldOut, output: string): Tally {
  const article = String(input.article);
  const wanted = applyEdits(article, JSON.parse(expected) as Edit[]).text;
  const found = editsOf(output);
  const edited = applyEdits(article, found ?? []);
  const planted = changes(article, wanted);
  const made = changes(article, edited.text);
  return {
    exact: yes(output === expected),
    normalised: yes(edited.text === wanted),
    valid: yes(found !== null && edited.lost.length === 0),
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

function editsOf(output: string): Edit[] | null {
  try {
    return JSON.parse(output) as Edit[];
  } catch {
    return null;
  }
}
