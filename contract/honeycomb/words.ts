import type { CalculationOp, ComparisonOp, FilterOp } from "./operators.ts";
import type { Calculation, Filter, Scalar } from "./query.ts";

/** A piece of a description: plain words, or a column's name or a value that the page sets apart. */
export type Token = { kind: "word" | "column" | "value"; text: string };

export const word = (text: string): Token => ({ kind: "word", text });
export const column = (text: string): Token => ({ kind: "column", text });
export const value = (text: string): Token => ({ kind: "value", text });

const calculationWords: Record<CalculationOp, string> = {
  COUNT: "number of events",
  CONCURRENCY: "number of events at the same time",
  SUM: "total of",
  AVG: "average of",
  COUNT_DISTINCT: "number of different",
  MAX: "highest",
  MIN: "lowest",
  P001: "0.1st percentile of",
  P01: "1st percentile of",
  P05: "5th percentile of",
  P10: "10th percentile of",
  P25: "25th percentile of",
  P50: "median of",
  P75: "75th percentile of",
  P90: "90th percentile of",
  P95: "95th percentile of",
  P99: "99th percentile of",
  P999: "99.9th percentile of",
  RATE_AVG: "average rate of change of",
  RATE_SUM: "total rate of change of",
  RATE_MAX: "highest rate of change of",
  HEATMAP: "heatmap of",
};

const filterWords: Record<FilterOp, string> = {
  "=": "is",
  "!=": "is not",
  ">": "is more than",
  ">=": "is at least",
  "<": "is less than",
  "<=": "is at most",
  "starts-with": "starts with",
  "does-not-start-with": "does not start with",
  contains: "contains",
  "does-not-contain": "does not contain",
  exists: "exists",
  "does-not-exist": "does not exist",
  in: "is one of",
  "not-in": "is none of",
};

export const nameComparison = (op: ComparisonOp): string => filterWords[op];

export function describeCalculation({ op, column: name }: Calculation): Token[] {
  return [word(calculationWords[op]), ...(name === undefined ? [] : [column(name)])];
}

export function describeFilter(filter: Filter): Token[] {
  const values = filter.value === undefined ? [] : [filter.value].flat();
  return [
    column(filter.column),
    word(filterWords[filter.op]),
    ...joinTokens(values.map(describeValue), "or"),
  ];
}

/** Lists as people write them: “a”, “a and b”, “a, b and c”. */
export function joinTokens(items: Token[][], conjunction: string): Token[] {
  return items.flatMap((item, index) => {
    if (index === 0) return item;
    return [word(index === items.length - 1 ? conjunction : ","), ...item];
  });
}

/** The same word between all: “a and b and c”, for items that hold lists themselves. */
export function separateTokens(items: Token[][], separator: string): Token[] {
  return items.flatMap((item, index) => (index === 0 ? item : [word(separator), ...item]));
}

/** Tokens as one line of text, no space before a comma. */
export function writeTokens(tokens: Token[]): string {
  return tokens.reduce((text, token) => {
    const isAttached = token.kind === "word" && token.text.startsWith(",");
    return text === "" || isAttached ? text + token.text : `${text} ${token.text}`;
  }, "");
}

function describeValue(scalar: Scalar): Token[] {
  return [value(scalar === "" ? "(empty text)" : String(scalar))];
}
