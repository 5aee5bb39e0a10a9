import type { CalculationOp } from "./operators.ts";
import { isBare, isExistence, isList } from "./operators.ts";
import type { Calculation, Filter, Having, HoneycombQuery, Order } from "./query.ts";
import { defaultTimeRange, effectiveCalculations } from "./query.ts";

/**
 * Sentences on every rule of Honeycomb's query specification that a readable query breaks. Where
 * only part of the output was readable, clauses are not held against one another.
 */
export function findBrokenRules(
  query: HoneycombQuery,
  isComplete: boolean,
  columns: ReadonlySet<string>,
): string[] {
  return [
    ...unknownColumns(query, columns),
    ...(query.calculations ?? []).flatMap((calculation) => columnUse(calculation)),
    ...(query.filters ?? []).flatMap(brokenFilterRules),
    ...(query.orders ?? []).flatMap((order) => brokenOrderRules(order, query, isComplete)),
    ...(query.havings ?? []).flatMap((having) => brokenHavingRules(having, query, isComplete)),
    ...brokenTimeRules(query),
  ];
}

function unknownColumns(query: HoneycombQuery, columns: ReadonlySet<string>): string[] {
  const { calculations = [], filters = [], orders = [], havings = [] } = query;
  const named = [...calculations, ...filters, ...orders, ...havings].map((item) => item.column);
  return [...(query.breakdowns ?? []), ...named]
    .filter((column) => column !== undefined && !columns.has(column))
    .map((column) => `The column “${column}” is not one of the columns that were given.`);
}

function columnUse({ op, column }: Calculation): string[] {
  if (isBare(op))
    return column === undefined
      ? []
      : [`${op} looks at whole events, so it cannot have a column such as “${column}”.`];
  return column === undefined ? [`${op} needs a column to work on.`] : [];
}

function brokenFilterRules({ column, op, value }: Filter): string[] {
  const filter = `The filter “${column} ${op}”`;
  if (isExistence(op))
    return value === undefined ? [] : [`${filter} cannot have a value to compare with.`];
  if (isList(op))
    return Array.isArray(value) && value.length > 0
      ? []
      : [`${filter} needs a list of values to compare with.`];
  return value === undefined || Array.isArray(value)
    ? [`${filter} needs exactly one value to compare with.`]
    : [];
}

function brokenOrderRules(order: Order, query: HoneycombQuery, isComplete: boolean): string[] {
  const { op, column } = order;
  if (op === undefined && column === undefined)
    return ["A sort order names neither a calculation nor a column."];
  if (op === "HEATMAP") return ["A heatmap cannot be sorted by."];
  const misuse = op === undefined ? [] : columnUse({ op, column });
  if (misuse.length > 0 || !isComplete) return misuse;
  if (op !== undefined) {
    const calculation = { op, column };
    return isCalculated(calculation, query)
      ? []
      : [`The result is sorted by ${nameOf(calculation)}, which the query does not calculate.`];
  }
  return query.breakdowns?.some((breakdown) => breakdown === column)
    ? []
    : [`The result is sorted by “${column}”, which it is not grouped by.`];
}

function brokenHavingRules(having: Having, query: HoneycombQuery, isComplete: boolean): string[] {
  const { calculate_op: op, column } = having;
  if (op === "HEATMAP") return ["A heatmap cannot be compared with a number."];
  const misuse = columnUse({ op, column });
  if (misuse.length > 0 || !isComplete || isCalculated({ op, column }, query)) return misuse;
  return [`Results are kept by ${nameOf({ op, column })}, which the query does not calculate.`];
}

function brokenTimeRules(query: HoneycombQuery): string[] {
  const { time_range: range, start_time: start, end_time: end, granularity } = query;
  const broken: string[] = [];
  if (range !== undefined && start !== undefined && end !== undefined)
    broken.push("The query has a time range, a start and an end: one of the three is too many.");
  if (start !== undefined && end !== undefined && start >= end)
    broken.push("The query ends before it starts.");
  const span = range ?? (start !== undefined && end !== undefined ? end - start : defaultTimeRange);
  if (granularity === undefined || span <= 0) return broken;
  if (granularity > span) broken.push("The granularity is longer than the time range.");
  if (granularity < span / 1_000)
    broken.push("The granularity cuts the time range into more than 1000 steps.");
  return broken;
}

function isCalculated(wanted: Calculation, query: HoneycombQuery): boolean {
  return effectiveCalculations(query).some(
    ({ op, column }) => op === wanted.op && column === wanted.column,
  );
}

function nameOf({ op, column }: { op: CalculationOp; column?: string | undefined }): string {
  return column === undefined ? op : `${op} of “${column}”`;
}
