import { diffWordsWithSpace } from "diff";

export type Change = { kind: "change"; removed: string; added: string };
export type Part = { kind: "same"; text: string } | Change;

/** From here on comparing word by word takes longer than anybody waits. */
const timeoutMs = 2_000;

/** Two texts as what stayed and what was changed, in order; a text too different to compare is one change. */
export function changesBetween(before: string, after: string): Part[] {
  const pieces = diffWordsWithSpace(before, after, { timeout: timeoutMs });
  if (!pieces) return [{ kind: "change", removed: before, added: after }];
  const parts: Part[] = [];
  for (const { value, added, removed } of pieces) {
    if (added || removed) addTo(changeAtEnd(parts), value, added);
    else parts.push({ kind: "same", text: value });
  }
  return parts;
}

function changeAtEnd(parts: Part[]): Change {
  const last = parts.at(-1);
  if (last?.kind === "change") return last;
  const change: Change = { kind: "change", removed: "", added: "" };
  parts.push(change);
  return change;
}

function addTo(change: Change, text: string, isAdded: boolean) {
  if (isAdded) change.added += text;
  else change.removed += text;
}

/** The edited text without the changes, by their place among the parts, that were turned down. */
export const textAfter = (parts: Part[], refused: ReadonlySet<number>): string =>
  parts
    .map((part, index) => {
      if (part.kind === "same") return part.text;
      return refused.has(index) ? part.removed : part.added;
    })
    .join("");
