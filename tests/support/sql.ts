import fs from "node:fs";
import path from "node:path";
import pg from "pg";

/** The address of an installation's embedded database. */
export function databaseUrlOf(dataFolder: string): string {
  const password = fs.readFileSync(path.join(dataFolder, "pg.password"), "utf8").trim();
  const port = fs.readFileSync(path.join(dataFolder, "pg/postmaster.pid"), "utf8").split("\n")[3];
  return `postgresql://app:${password}@127.0.0.1:${port}/postgres`;
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
