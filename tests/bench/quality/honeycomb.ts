import { checkHoneycombQuery } from "#contract/honeycomb/check.ts";
import {
  defaultTimeRange,
  effectiveCalculations,
  type HoneycombQuery,
} from "#contract/honeycomb/query.ts";
import { canonicalJson } from "#server/digest.ts";
import type { HeldOut } from "./held-out.ts";
import { type Tally, yes } from "./tally.ts";

/** A query against the one that was expected; `columns` counts those that were asked for and are used. */
export function scoreQuery({ input, expected }: HeldOut, output: string): Tally {
  const wanted = JSON.parse(expected) as HoneycombQuery;
  const { query, violations } = checkHoneycombQuery(output, input.cols as string[]);
  const used = columnsOf(query ?? {});
  const asked = [...columnsOf(wanted)];
  return {
    exact: yes(output === expected),
    normalised: yes(query !== null && normalised(query) === normalised(wanted)),
    valid: yes(violations.length === 0),
    columns: [asked.filter((column) => used.has(column)).length, asked.length],
  };
}

/** The same text for what means the same: without defaults, filters in one order, values as text, which Honeycomb compares alike. */
function normalised(query: HoneycombQuery): string {
  const { filters = [], filter_combination, time_range = defaultTimeRange, ...rest } = query;
  const sorted = filters
    .map(({ column, op, value }) =>
      canonicalJson({ column, op, ...(value === undefined ? {} : { value: asText(value) }) }),
    )
    .sort();
  const isAny = filter_combination === "OR" && filters.length > 1;
  const calculations = effectiveCalculations(query);
  return canonicalJson({ ...rest, calculations, filters: sorted, isAny, time_range });
}

const asText = (value: unknown): unknown =>
  Array.isArray(value) ? value.map(String) : String(value);

function columnsOf({ calculations = [], breakdowns = [], filters = [] }: HoneycombQuery) {
  const named = [...calculations, ...filters].flatMap(({ column }) => column ?? []);
  return new Set([...named, ...breakdowns]);
}
