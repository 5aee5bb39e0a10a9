import type { LogQuery } from "#contract/prediction-log.ts";
import { Prisma } from "./generated/client.ts";
import type { Place } from "./keyset.ts";

/** What the log of a model is narrowed to; a version is one of that model. */
export type LogFilters = Omit<LogQuery, "before" | "after"> & { modelId: string };

/** Where a page begins, and which way it goes from there. */
export type LogStart = { place: Place | null; direction: "older" | "newer" };

const DAY_MS = 24 * 60 * 60 * 1000;
const { sql } = Prisma;

/** What is searched; word for word the expression of the index `predictions_log_text`. */
const TEXT = sql`(p.input_preview || E'\n' || COALESCE(p.output_preview, ''))`;

/** Few are deleted, so that walking over them costs nothing. */
const IS_THERE = sql`p.deleted_at IS NULL`;
const IS_REPORTED = sql`EXISTS (
  SELECT FROM reports r WHERE r.prediction_id = p.id AND r.closed_at IS NULL
)`;

/**
 * The filters as conditions on `p`, in two parts: `driving` is what one index has in the order of the list, so that its
 * rows can be read one by one; `rest` is checked on each. What is rarest as a rule drives.
 */
export function splitConditions(filters: LogFilters): { driving: Prisma.Sql; rest: Prisma.Sql[] } {
  const { modelId, version, text, reported } = filters;
  const [first, ...others] = equalities(filters);
  const rest = [
    ...others.map(({ condition }) => condition),
    ...(reported ? [IS_REPORTED] : []),
    ...textConditions(text),
  ];
  // The index of a version's predictions does not know their model: named as well, it would make for another index.
  if (first && version && first.name === "version")
    return { driving: sql`${first.condition} AND ${IS_THERE}`, rest };
  const model = sql`p.model_id = ${modelId}::uuid`;
  return { driving: every([model, ...(first ? [first.condition] : []), IS_THERE]), rest };
}

/** All but time and text, so written that no index is found for them: to be checked on rows that another index finds. */
export function plainConditions(filters: LogFilters): Prisma.Sql[] {
  const model = sql`p.model_id IS NOT DISTINCT FROM ${filters.modelId}::uuid`;
  return [
    ...[model, IS_THERE, ...(filters.reported ? [IS_REPORTED] : [])],
    ...equalities(filters).map(({ condition }) => sql`(${condition}) IS TRUE`),
  ];
}

/** One for each filter, the rarest first. A row's state and source are constants here, as partial indexes want them. */
function equalities({ version, status, source, violations }: LogFilters) {
  const state = sql`p.state = ${status}::prediction_state`;
  return [
    ...(violations ? [{ name: "violations", condition: sql`p.has_violations` }] : []),
    ...(status && status !== "succeeded" ? [{ name: "status", condition: state }] : []),
    ...(version ? [{ name: "version", condition: sql`p.version_id = ${version}` }] : []),
    ...(source
      ? [{ name: "source", condition: sql`p.source = ${source}::prediction_source` }]
      : []),
    ...(status === "succeeded" ? [{ name: "status", condition: state }] : []),
  ];
}

/** Each word somewhere in what a row shows of its input and output, in capitals or not. */
export const textConditions = (text: string | undefined): Prisma.Sql[] =>
  wordsOf(text).map((word) => sql`${TEXT} ILIKE ${`%${word.replace(/[\\%_]/g, "\\$&")}%`}`);

/** Whether a text has three letters or digits in a row: less than that is in no index. */
export const isIndexed = (text: string): boolean => /[\p{L}\p{N}]{3}/u.test(text);

const wordsOf = (text = ""): string[] => text.split(/\s+/).filter(Boolean);

/** The days that are asked for, and what lies beyond the page's beginning. */
export function rangeConditions({ from, to }: LogFilters, { place, direction }: LogStart) {
  const conditions = [
    ...(from ? [sql`p.created_at >= ${new Date(from)}`] : []),
    ...(to ? [sql`p.created_at < ${new Date(Date.parse(to) + DAY_MS)}`] : []),
  ];
  if (!place) return conditions;
  const edge = sql`(${place.createdAt}::timestamptz, ${place.id})`;
  return [
    ...conditions,
    direction === "older"
      ? sql`(p.created_at, p.id) < ${edge}`
      : sql`(p.created_at, p.id) > ${edge}`,
  ];
}

/** Nulls, which there are none of, where the log's own indexes have them: no other index is taken for the order's sake. */
export const orderOf = ({ direction }: LogStart): Prisma.Sql =>
  direction === "older"
    ? sql`ORDER BY p.created_at DESC NULLS LAST, p.id DESC NULLS LAST`
    : sql`ORDER BY p.created_at ASC NULLS FIRST, p.id ASC NULLS FIRST`;

export const every = (conditions: Prisma.Sql[]): Prisma.Sql =>
  conditions.length > 0 ? Prisma.join(conditions, " AND ") : sql`TRUE`;
