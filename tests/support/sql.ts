import pg from "pg";
import { findRunningUrl } from "#server/launch/postgres-pid.ts";

/** The address of an installation's embedded database. Throws where it does not run. */
export function databaseUrlOf(dataFolder: string): string {
  const url = findRunningUrl(dataFolder);
  if (!url) throw new Error(`no PostgreSQL runs on ${dataFolder}`);
  return url;
}

/** The rows of one statement. */
export async function query<Row extends object>(
  url: string,
  text: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await client.end();
  }
}

/** How many predictions the shared installation holds. */
export async function countPredictions(): Promise<number> {
  const url = databaseUrlOf(process.env.VITRINE_TEST_DATA ?? "");
  const [row] = await query<{ n: number }>(url, "SELECT count(*)::int AS n FROM predictions");
  return row?.n ?? 0;
}
