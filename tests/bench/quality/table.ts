import type { HeldOut } from "./held-out.ts";
import { type Tally, yes } from "./tally.ts";

type Row = Record<string, unknown>;

/** Rows against those that were expected; `fields` counts theirs that are right, and rows too many as wrong ones. */
export function scoreTable({ input, expected }: HeldOut, output: string): Tally {
  const wanted = JSON.parse(expected) as Row[];
  const found = rowsOf(output);
  const left = [...(found ?? [])];
  let right = 0;
  let of = 0;
  for (const row of wanted) {
    const best = left.toSorted((a, b) => same(row, b) - same(row, a))[0] ?? {};
    left.splice(left.indexOf(best), 1);
    right += same(row, best);
    of += Object.keys(row).length;
  }
  for (const row of left) of += Object.keys(row).length;
  return {
    exact: yes(output === expected),
    normalised: yes(inOneOrder(found) === inOneOrder(wanted)),
    valid: yes(found?.every((row) => isFounded(row, String(input.paragraph))) ?? false),
    fields: [right, of],
  };
}

const same = (row: Row, other: Row): number =>
  Object.entries(row).filter(([key, value]) => other[key] === value).length;

const isFounded = ({ quote }: Row, text: string): boolean =>
  typeof quote === "string" && text.includes(quote);

const inOneOrder = (rows: Row[] | null): string =>
  JSON.stringify(rows?.map((row) => JSON.stringify(row)).sort() ?? null);

function rowsOf(output: string): Row[] | null {
  try {
    return JSON.parse(output) as Row[];
  } catch {
    return null;
  }
}
