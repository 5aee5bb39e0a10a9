import { LOG_PAGE_SIZE } from "#contract/prediction-log.ts";
import { database } from "./database.ts";
import { Prisma } from "./generated/client.ts";
import type { PredictionState } from "./generated/enums.ts";
import type { Place } from "./keyset.ts";
import {
  every,
  type LogFilters,
  type LogStart,
  orderOf,
  rangeConditions,
  splitConditions,
} from "./prediction-log-conditions.ts";
import { findByIndexedText } from "./prediction-log-search.ts";

/** One more than a page, to know whether there is another. */
const LIMIT = LOG_PAGE_SIZE + 1;
/** One request looks at so many rows at most: what is rarer than that is looked for page by page. */
const WINDOW = 8_000;
/** Enough to fill a page with a common word; only without that is the index of texts asked, where common words are slow. */
const FIRST_WINDOW = 2_000;

export type LogRow = {
  id: string;
  versionId: string;
  state: PredictionState;
  source: "api" | "web";
  createdAt: Date;
  completedAt: Date | null;
  inputPreview: string;
  outputPreview: string | null;
  hasViolations: boolean;
  error: string | null;
  predictMs: number | null;
  tokensIn: number | null;
  tokensOut: number | null;
};

const COLUMNS = Prisma.sql`
  p.id, p.version_id AS "versionId", p.state::text AS state, p.source::text AS source,
  p.created_at AS "createdAt", p.completed_at AS "completedAt", p.input_preview AS "inputPreview",
  p.output_preview AS "outputPreview", p.has_violations AS "hasViolations", p.error,
  p.predict_ms AS "predictMs", p.tokens_in AS "tokensIn", p.tokens_out AS "tokensOut"`;

/** Rows in the direction in which they were found; `stoppedAt` is where looking stopped before a page was full. */
export type FoundLogRows = { rows: LogRow[]; stoppedAt: Place | null };

/** What comes next from a place on: one row more than a page holds, or less with where to go on looking. Its work is bounded. */
export async function findLogRows(filters: LogFilters, start: LogStart): Promise<FoundLogRows> {
  if (!filters.text) return walk(filters, start, WINDOW);
  const near = await walk(filters, start, FIRST_WINDOW);
  if (!near.stoppedAt) return near;
  const ids = await findByIndexedText(filters.text, filters, start, LIMIT);
  return ids ? { rows: await readRows(ids, start), stoppedAt: null } : walk(filters, start, WINDOW);
}

/** Reads an index row by row, until a page is full or the window is over. */
async function walk(filters: LogFilters, start: LogStart, window: number): Promise<FoundLogRows> {
  const { driving, rest } = splitConditions(filters);
  const reach = every([driving, ...rangeConditions(filters, start)]);
  const order = orderOf(start);
  const isChecked = rest.length > 0;
  const rows = await database().$queryRaw<LogRow[]>`
    SELECT ${COLUMNS} FROM (
      SELECT * FROM predictions p WHERE ${reach} ${order} LIMIT ${isChecked ? window : LIMIT}
    ) p WHERE ${every(rest)} ${order} LIMIT ${LIMIT}`;
  if (!isChecked || rows.length === LIMIT) return { rows, stoppedAt: null };
  const [last] = await database().$queryRaw<Place[]>`
    SELECT p.created_at AS "createdAt", p.id FROM predictions p
    WHERE ${reach} ${order} OFFSET ${window - 1} LIMIT 1`;
  return { rows, stoppedAt: last ?? null };
}

async function readRows(ids: string[], start: LogStart): Promise<LogRow[]> {
  return database().$queryRaw<LogRow[]>`
    SELECT ${COLUMNS} FROM predictions p WHERE p.id = ANY(${ids}) ${orderOf(start)}`;
}
