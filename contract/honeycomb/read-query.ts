import {
  calculationOps,
  comparisonOps,
  directions,
  filterCombinations,
  filterOps,
  includes,
  limitMax,
} from "./operators.ts";
import type { Calculation, Filter, Having, HoneycombQuery, Order, Scalar } from "./query.ts";

type Fields = Record<string, unknown>;
type Report = (problem: string) => undefined;
type Read<Value> = (value: unknown, report: Report) => Value | undefined;

/**
 * Takes what can be read as a query out of parsed JSON. `isComplete` is false when some part could
 * not be read at all; unknown settings are dropped and reported, and leave it true.
 */
export function readQuery(value: unknown): {
  query: HoneycombQuery;
  isComplete: boolean;
  problems: string[];
} {
  const problems: string[] = [];
  const unreadable: string[] = [];
  const report: Report = (problem) => void unreadable.push(problem);
  const query: HoneycombQuery = {};
  if (!isFields(value)) report("The answer is not a query: it is not one JSON object.");
  else {
    problems.push(...unknownKeys(value, Object.keys(clauses), "The query"));
    for (const [key, read] of Object.entries(clauses))
      if (Object.hasOwn(value, key)) Object.assign(query, { [key]: read(value[key], report) });
  }
  return {
    query,
    isComplete: unreadable.length === 0,
    problems: [...problems, ...unreadable, ...misplacedKeys(value)],
  };
}

const clauses: { [Key in keyof Required<HoneycombQuery>]: Read<HoneycombQuery[Key]> } = {
  breakdowns: (value, report) =>
    readList(value, "The grouping", report, (item) =>
      typeof item === "string" ? item : report("The grouping has an entry that is not a name."),
    ),
  calculations: (value, report) =>
    readList(value, "The list of calculations", report, readCalculation),
  filters: (value, report) => readList(value, "The list of filters", report, readFilter),
  filter_combination: (value, report) =>
    includes(filterCombinations, value)
      ? value
      : report(`Filters are combined by AND or OR, not by ${show(value)}.`),
  orders: (value, report) => readList(value, "The sorting", report, readOrder),
  havings: (value, report) =>
    readList(value, "The list of conditions on results", report, readHaving),
  limit: (value, report) =>
    isWhole(value, 1) && value <= limitMax
      ? value
      : report(`The limit must be a whole number from 1 to ${limitMax}, not ${show(value)}.`),
  granularity: seconds("The granularity"),
  time_range: seconds("The time range"),
  start_time: seconds("The start time"),
  end_time: seconds("The end time"),
};

const fieldsOf = {
  calculations: ["op", "column"],
  filters: ["column", "op", "value"],
  orders: ["column", "op", "order"],
  havings: ["calculate_op", "column", "op", "value"],
};

const nounOf = {
  calculations: "A calculation",
  filters: "A filter",
  orders: "A sort order",
  havings: "A condition on results",
};

function readCalculation(item: unknown, report: Report): Calculation | undefined {
  const fields = asFields(item, nounOf.calculations, report);
  if (!fields) return undefined;
  const op = readOneOf(fields.op, calculationOps, "calculation", report);
  const column = readColumn(fields, nounOf.calculations, report);
  return op && { op, ...column };
}

function readFilter(item: unknown, report: Report): Filter | undefined {
  const fields = asFields(item, nounOf.filters, report);
  if (!fields) return undefined;
  const op = readOneOf(fields.op, filterOps, "filter operator", report);
  if (typeof fields.column !== "string") return report("A filter does not name its column.");
  const value = fields.value;
  const isReadable =
    value === undefined || isScalar(value) || (Array.isArray(value) && value.every(isScalar));
  if (!isReadable)
    return report(
      `The filter on ${show(fields.column)} has a value that is neither text nor number.`,
    );
  return op && { column: fields.column, op, ...(value !== undefined && { value }) };
}

function readOrder(item: unknown, report: Report): Order | undefined {
  const fields = asFields(item, nounOf.orders, report);
  if (!fields) return undefined;
  const isByCalculation = Object.hasOwn(fields, "op");
  const op = isByCalculation
    ? readOneOf(fields.op, calculationOps, "calculation", report)
    : undefined;
  const column = readColumn(fields, nounOf.orders, report);
  if (!includes(directions, fields.order))
    return report(`Sorting is ascending or descending, not ${show(fields.order)}.`);
  if (isByCalculation && !op) return undefined;
  return { ...(op && { op }), ...column, order: fields.order };
}

function readHaving(item: unknown, report: Report): Having | undefined {
  const fields = asFields(item, nounOf.havings, report);
  if (!fields) return undefined;
  const calculation = readOneOf(fields.calculate_op, calculationOps, "calculation", report);
  const op = readOneOf(fields.op, comparisonOps, "comparison", report);
  const column = readColumn(fields, nounOf.havings, report);
  if (typeof fields.value !== "number")
    return report(
      `A condition on results compares with a number, which ${show(fields.value)} is not.`,
    );
  return calculation && op && { calculate_op: calculation, ...column, op, value: fields.value };
}

function readList<Item>(value: unknown, noun: string, report: Report, read: Read<Item>) {
  if (!Array.isArray(value)) return report(`${noun} is not a list.`);
  return value.map((item) => read(item, report)).filter((item) => item !== undefined);
}

function readOneOf<Item>(value: unknown, list: readonly Item[], noun: string, report: Report) {
  if (includes(list, value)) return value;
  return report(
    value === undefined ? `A ${noun} is missing.` : `Honeycomb knows no ${noun} ${show(value)}.`,
  );
}

function readColumn(fields: Fields, noun: string, report: Report): { column?: string } {
  if (!Object.hasOwn(fields, "column")) return {};
  if (typeof fields.column === "string") return { column: fields.column };
  report(`${noun} has a column that is not a name.`);
  return {};
}

function seconds(noun: string): Read<number> {
  return (value, report) =>
    isWhole(value, 1)
      ? value
      : report(`${noun} must be a whole number of seconds above 0, not ${show(value)}.`);
}

function asFields(item: unknown, noun: string, report: Report): Fields | undefined {
  return isFields(item) ? item : report(`${noun} is not written as one.`);
}

function misplacedKeys(value: unknown): string[] {
  if (!isFields(value)) return [];
  return Object.entries(fieldsOf).flatMap(([clause, known]) => {
    const items = Object.hasOwn(value, clause) ? value[clause] : [];
    const noun = nounOf[clause as keyof typeof nounOf];
    if (!Array.isArray(items)) return [];
    return items.filter(isFields).flatMap((item) => unknownKeys(item, known, noun));
  });
}

function unknownKeys(fields: Fields, known: string[], noun: string): string[] {
  return Object.keys(fields)
    .filter((key) => !known.includes(key))
    .map((key) => `${noun} has ${show(key)}, which Honeycomb does not know.`);
}

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isScalar = (value: unknown): value is Scalar =>
  ["string", "number", "boolean"].includes(typeof value);

const isWhole = (value: unknown, min: number): value is number =>
  Number.isSafeInteger(value) && (value as number) >= min;

/** A value as it stands in the output, short enough for a sentence. */
function show(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
