import { literalTrie, quoteGbnf } from "../literal-trie.ts";
import {
  columnCalculationOps,
  comparisonOps,
  directions,
  existenceOps,
  filterCombinations,
  listOps,
  textOps,
} from "./operators.ts";

export const breakdownsMax = 4;
export const calculationsMax = 4;
export const filtersMax = 5;
export const listValuesMax = 8;
export const textLengthMax = 80;

/**
 * GBNF of compact JSON queries over the given columns: a part of Honeycomb's language, with keys in
 * one order, in which a small model finds it hard to go wrong. Only the first calculation can be
 * sorted or kept by, only groups are sorted and limited, and times are whole minutes, hours or days.
 * The one rule that it cannot hold: a sort order or condition repeats the calculation's column.
 * Where there are `texts`, filters look for nothing else.
 */
export function honeycombGrammar(columns: string[], texts: string[] | null = null): string {
  if (columns.length === 0) throw new RangeError("a Honeycomb query needs at least one column");
  return [
    ...rootRules(),
    ...filterRules(),
    ...valueRules(),
    ...textRules(texts),
    literalTrie(
      "column",
      columns.map((column) => JSON.stringify(column)),
    ),
    literalTrie("seconds", timeRanges().map(String)),
    literalTrie(
      "columnop",
      columnCalculationOps.map((op) => JSON.stringify(op)),
    ),
  ].join("\n");
}

function rootRules(): string[] {
  const sortable = columnCalculationOps.filter((op) => op !== "HEATMAP");
  const first = ["COUNT", "CONCURRENCY", ...sortable].map((op) => `first-${op.toLowerCase()}`);
  const names = first.map((name) => name.replaceAll("_", ""));
  return [
    `root ::= "{" ${json("calculations")} ":[{" ${json("op")} ":" (${names.join(" | ")} | heatmap) "," ${json("time_range")} ":" seconds "}"`,
    ...firstRules("COUNT", ""),
    ...firstRules("CONCURRENCY", ""),
    ...sortable.flatMap((op) => firstRules(op, ` "," ${json("column")} ":" column`)),
    `heatmap ::= "\\"HEATMAP\\"," ${json("column")} ":" column "}" others "]" groups? filters?`,
    `others ::= ("," other){0,${calculationsMax - 1}}`,
    `other ::= "{" ${json("op")} ":" ("\\"COUNT\\"" | columnop "," ${json("column")} ":" column) "}"`,
    `groups ::= "," ${json("breakdowns")} ":[" column ("," column){0,${breakdownsMax - 1}} "]"`,
    `direction ::= ${directions.map(json).join(" | ")}`,
    `limit ::= "," ${json("limit")} ":" ([1-9] [0-9]{0,2} | "1000")`,
  ];
}

/** One rule an operation, so that what follows can only sort and keep by that same operation. */
function firstRules(op: string, column: string): string[] {
  const name = `first-${op.toLowerCase().replaceAll("_", "")}`;
  return [
    `${name} ::= ${json(op)}${column} "}" others "]" (groups filters? ${name}-kept? ${name}-sorted? | filters?)`,
    `${name}-kept ::= "," ${json("havings")} ":[{" ${json("calculate_op")} ":" ${json(op)}${column} "," ${json("op")} ":" comparison "," ${json("value")} ":" number "}]"`,
    `${name}-sorted ::= "," ${json("orders")} ":[{" ${json("op")} ":" ${json(op)}${column} "," ${json("order")} ":" direction "}]" limit?`,
  ];
}

function filterRules(): string[] {
  const combinations = filterCombinations.map(json).join(" | ");
  return [
    `filters ::= "," ${json("filters")} ":[" filter ("]" | ("," filter){1,${filtersMax - 1}} "]," ${json("filter_combination")} ":" (${combinations}))`,
    `filter ::= "{" ${json("column")} ":" column "," ${json("op")} ":" test "}"`,
    `test ::= exists | equals | compares | matches | lists`,
    `exists ::= ${alternatives(existenceOps)}`,
    `equals ::= (${alternatives(["=", "!="])}) "," ${json("value")} ":" scalar`,
    `compares ::= (${alternatives([">", ">=", "<", "<="])}) "," ${json("value")} ":" number`,
    `matches ::= (${alternatives(textOps)}) "," ${json("value")} ":" text`,
    `lists ::= (${alternatives(listOps)}) "," ${json("value")} ":[" scalar ("," scalar){0,${listValuesMax - 1}} "]"`,
    `comparison ::= ${alternatives(comparisonOps)}`,
  ];
}

function valueRules(): string[] {
  return [
    `scalar ::= text | number | "true" | "false"`,
    `number ::= "-"? ("0" | [1-9] [0-9]{0,11}) ("." [0-9]{1,4})?`,
  ];
}

function textRules(texts: string[] | null): string[] {
  if (texts)
    return [
      literalTrie(
        "text",
        texts.map((text) => JSON.stringify(text)),
      ),
    ];
  return [
    `text ::= "\\"" (letter | escape) (letter | escape | " "){0,${textLengthMax - 1}} "\\""`,
    `letter ::= [^"\\\\\\x00-\\x20\\x7F]`,
    `escape ::= "\\\\" ["\\\\]`,
  ];
}

/** The times that a query may look back: every whole minute up to 3 hours, hour up to 4 days and day up to a year, in seconds. */
export function timeRanges(): number[] {
  const span = (unit: number, count: number) =>
    Array.from({ length: count }, (_, index) => (index + 1) * unit);
  return [...new Set([...span(60, 180), ...span(3_600, 96), ...span(86_400, 366)])];
}

const json = (text: string): string => quoteGbnf(JSON.stringify(text));
const alternatives = (texts: readonly string[]): string => texts.map(json).join(" | ");
