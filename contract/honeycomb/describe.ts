import { nameDuration, nameInstant, nameLast } from "./durations.ts";
import type { HoneycombQuery, Order } from "./query.ts";
import { defaultTimeRange, effectiveCalculations } from "./query.ts";
import type { Token } from "./words.ts";
import {
  column,
  describeCalculation,
  describeFilter,
  joinTokens,
  nameComparison,
  separateTokens,
  value,
  word,
  writeTokens,
} from "./words.ts";

export type DescriptionPart = { label: string; value: Token[] };

/**
 * A query in words: labelled parts for a query builder's view, in reading order and only those that
 * the query has, and one plain sentence that says the same.
 */
export function describeHoneycombQuery(query: HoneycombQuery): {
  parts: DescriptionPart[];
  sentence: string;
} {
  const kept = describeHavings(query);
  const grouped = describeGroups(query);
  const filters = describeFilters(query);
  const sorted = describeOrders(query);
  const time = describeTime(query);
  const parts = [
    { label: "Show", value: describeCalculations(query) },
    { label: "Where", value: filters },
    { label: "Grouped by", value: grouped },
    { label: "Keeping", value: kept },
    { label: "Sorted by", value: sorted },
    { label: "At most", value: query.limit ? [value(String(query.limit)), word("groups")] : [] },
    { label: "Over", value: time },
    { label: "In steps of", value: describeSteps(query) },
  ];
  return {
    parts: parts.filter((part) => part.value.length > 0),
    sentence: writeSentence(query, [
      clause(filters, "where"),
      clause(grouped, ", grouped by"),
      clause(kept, ", keeping groups whose"),
      clause(time, hasBothEnds(query) ? "," : ", over"),
      describeRanking(query),
    ]),
  };
}

function describeCalculations(query: HoneycombQuery): Token[] {
  return joinTokens(effectiveCalculations(query).map(describeCalculation), "and");
}

function describeFilters({
  filters = [],
  filter_combination: combination,
}: HoneycombQuery): Token[] {
  return separateTokens(filters.map(describeFilter), combination === "OR" ? "or" : "and");
}

function describeGroups({ breakdowns = [] }: HoneycombQuery): Token[] {
  return joinTokens(
    breakdowns.map((name) => [column(name)]),
    "and",
  );
}

function describeHavings({ havings = [] }: HoneycombQuery): Token[] {
  const conditions = havings.map((having) => [
    ...describeCalculation({ op: having.calculate_op, column: having.column }),
    word(nameComparison(having.op)),
    value(String(having.value)),
  ]);
  return separateTokens(conditions, "and");
}

function describeOrders({ orders = [] }: HoneycombQuery): Token[] {
  return separateTokens(
    orders.map((order) => [...orderedBy(order), word(`(${directionWords(order)})`)]),
    "then",
  );
}

function describeTime(query: HoneycombQuery): Token[] {
  const { time_range: range, start_time: start, end_time: end } = query;
  if (start === undefined && end === undefined) return [value(nameLast(range ?? defaultTimeRange))];
  if (start !== undefined && end !== undefined)
    return [word("from"), value(nameInstant(start)), word("to"), value(nameInstant(end))];
  const span = value(nameDuration(range ?? defaultTimeRange));
  return start === undefined
    ? [word("the"), span, word("before"), value(nameInstant(end ?? 0))]
    : [word("the"), span, word("from"), value(nameInstant(start))];
}

const hasBothEnds = (query: HoneycombQuery): boolean =>
  query.start_time !== undefined && query.end_time !== undefined;

function describeSteps({ granularity }: HoneycombQuery): Token[] {
  return granularity === undefined ? [] : [value(nameDuration(granularity))];
}

/** “most frequent first, at most 10 groups”: what the sentence ends on. */
function describeRanking(query: HoneycombQuery): Token[] {
  const { orders = [], limit } = query;
  const isOnly = orders.length === 1 && effectiveCalculations(query).length === 1;
  const ranking = separateTokens(
    orders.map((order) => describeRank(order, isOnly)),
    "then",
  );
  const limited = limit === undefined ? [] : [word(`, at most ${limit} groups`)];
  return [...clause(ranking, ","), ...limited];
}

function describeRank(order: Order, isOnly: boolean): Token[] {
  if (order.op === "COUNT")
    return [word(order.order === "descending" ? "most frequent first" : "least frequent first")];
  const direction = word(directionWords(order));
  return order.op !== undefined && isOnly
    ? [direction]
    : [word("by"), ...orderedBy(order), direction];
}

function orderedBy(order: Order): Token[] {
  if (order.op !== undefined) return describeCalculation({ op: order.op, column: order.column });
  return order.column === undefined ? [] : [column(order.column)];
}

function directionWords({ op, order }: Order): string {
  if (op === undefined) return order;
  return order === "ascending" ? "lowest first" : "highest first";
}

function clause(tokens: Token[], introduction: string): Token[] {
  return tokens.length === 0 ? [] : [word(introduction), ...tokens];
}

function writeSentence(query: HoneycombQuery, clauses: Token[][]): string {
  const [first, ...more] = effectiveCalculations(query);
  const isPlainCount = first?.op === "COUNT" && more.length === 0;
  const opening = isPlainCount
    ? [word("Count events")]
    : [word("Show the"), ...describeCalculations(query)];
  return `${writeTokens([...opening, ...clauses.flat()])}.`;
}
