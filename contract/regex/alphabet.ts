import type { Expression, Range } from "./expression.ts";
import { endOfText, startOfText } from "./parse-regex.ts";
import type { Work } from "./work.ts";

export type Alphabet = {
  symbols: Range[][];
  symbolsOf: (ranges: readonly Range[]) => number[];
};

/** Characters that every set of the expression treats alike are one symbol. */
export function makeAlphabet(expression: Expression, work: Work): Alphabet {
  const sets = new Map<string, readonly Range[]>();
  for (const place of [startOfText, endOfText]) addSet([[place, place]], sets);
  collectSets(expression, sets);
  const numbers = new Map([...sets.keys()].map((key, index) => [key, index]));
  const { symbols, bySet } = splitSymbols([...sets.values()], work);
  const known = new Map<readonly Range[], number[]>();
  const symbolsOf = (ranges: readonly Range[]) => {
    const found = known.get(ranges) ?? bySet[numbers.get(JSON.stringify(ranges)) ?? -1] ?? [];
    known.set(ranges, found);
    return found;
  };
  return { symbols, symbolsOf };
}

function splitSymbols(all: (readonly Range[])[], work: Work) {
  const cuts = new Set(all.flatMap((ranges) => ranges.flatMap(([from, to]) => [from, to + 1])));
  const starts = [...cuts].toSorted((a, b) => a - b);
  const position = new Map(starts.map((start, index) => [start, index]));
  const members = starts.map((): number[] => []);
  all.forEach((ranges, index) => {
    for (const [from, to] of ranges) {
      const [start, end] = [position.get(from) ?? 0, position.get(to + 1) ?? 0];
      for (let at = start; at < end; at++) members[at]?.push(index);
      work.spend(end - start);
    }
  });
  const symbols: Range[][] = [];
  const numbers = new Map<string, number>();
  const bySet = all.map((): number[] => []);
  members.forEach((indexes, at) => {
    if (indexes.length === 0) return;
    const known = numbers.get(indexes.join());
    const symbol = known ?? symbols.push([]) - 1;
    numbers.set(indexes.join(), symbol);
    symbols[symbol]?.push([starts[at] ?? 0, (starts[at + 1] ?? 0) - 1]);
    if (known === undefined) for (const index of indexes) bySet[index]?.push(symbol);
  });
  return { symbols, bySet };
}

function collectSets(expression: Expression, sets: Map<string, readonly Range[]>): void {
  if (expression.kind === "set") addSet(expression.ranges, sets);
  if (expression.kind === "repeat") collectSets(expression.part, sets);
  if ("parts" in expression) for (const part of expression.parts) collectSets(part, sets);
}

function addSet(ranges: readonly Range[], sets: Map<string, readonly Range[]>): void {
  sets.set(JSON.stringify(ranges), ranges);
}
