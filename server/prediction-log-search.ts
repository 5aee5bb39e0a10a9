import { database } from "./database.ts";
import { Prisma } from "./generated/client.ts";
import {
  every,
  isIndexed,
  type LogFilters,
  type LogStart,
  orderOf,
  plainConditions,
  rangeConditions,
  textConditions,
} from "./prediction-log-conditions.ts";
import { shared } from "./shared.ts";

/** A text that more rows hold is no rare one. */
const HITS_MAX = 5_000;
/** For a text that is common, but not where the page begins. */
const TIMEOUT_MS = 150;

/**
 * The ids of the rows with a rare text that come next from a place on, by the index of texts, which knows no order: all
 * hits are found and sorted. Null where that cannot be done in short: for want of the index, or as there are too many.
 */
export async function findByIndexedText(
  text: string,
  filters: LogFilters,
  start: LogStart,
  limit: number,
): Promise<string[] | null> {
  if (!isIndexed(text) || !(await hasIndex())) return null;
  const matching = every([...textConditions(text), ...plainConditions(filters)]);
  // Unfinished rows are not in the index of texts, but in a small one of their own.
  const hits = Prisma.sql`
    SELECT p.id, p.created_at FROM predictions p
    WHERE p.state IN ('succeeded', 'failed', 'canceled') AND ${matching}
    UNION ALL
    SELECT p.id, p.created_at FROM predictions p
    WHERE p.state IN ('queued', 'running') AND ${matching}
    LIMIT ${HITS_MAX + 1}`;
  const [found] = await withIndexOnly(
    (db) => db.$queryRaw<{ count: number; ids: string[] }[]>`
    WITH hits AS MATERIALIZED (${hits})
    SELECT (SELECT count(*)::int FROM hits) AS count, ARRAY(
      SELECT p.id FROM hits p WHERE ${every(rangeConditions(filters, start))}
      ${orderOf(start)} LIMIT ${limit}
    ) AS ids`,
  );
  return !found || found.count > HITS_MAX ? null : found.ids;
}

/** Without this PostgreSQL, which cannot tell how rare a text is, might read the table instead of the index. Nothing when it takes too long. */
async function withIndexOnly<T>(
  read: (db: Prisma.TransactionClient) => Promise<T[]>,
): Promise<T[]> {
  try {
    return await database().$transaction(async (db) => {
      await db.$queryRaw`
        SELECT set_config('statement_timeout', ${`${TIMEOUT_MS}ms`}, true), set_config('jit', 'off', true),
          set_config('enable_seqscan', 'off', true), set_config('enable_indexscan', 'off', true)`;
      return read(db);
    });
  } catch (error) {
    if (isTimeout(error)) return [];
    throw error;
  }
}

/** As Prisma and its driver name what PostgreSQL calls `query_canceled`. */
const isTimeout = (error: unknown): boolean => /57014|statement timeout/.test(String(error));

/** A database whose PostgreSQL lacks the extension has no such index. */
function hasIndex(): Promise<boolean> {
  return shared("log-text-index", async () => {
    const [row] = await database().$queryRaw<{ exists: boolean }[]>`
      SELECT to_regclass('predictions_log_text') IS NOT NULL AS exists`;
    return row?.exists ?? false;
  });
}
