import { once } from "node:events";
import fs from "node:fs";
import { PassThrough } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import pg from "pg";
import { type BackupHeader, LEFT_OUT, WAITING_WEBHOOKS, writeRow } from "./format.ts";

const ROWS_AT_ONCE = 200;

/**
 * Writes everything that a database holds into a file, as it is at one moment, while others go on using it. The file
 * appears under its name when it is whole, for its owner's eyes alone. Returns how many predictions are in it.
 */
export async function writeBackup(databaseUrl: string, file: string): Promise<number> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  const half = `${file}.half`;
  try {
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    const header = await describe(client);
    const lines = new PassThrough();
    const written = pipeline(lines, createGzip(), fs.createWriteStream(half, { mode: 0o600 }));
    const counts = await writeAll(client, header, lines);
    await written;
    fs.renameSync(half, file);
    return counts.get("predictions") ?? 0;
  } finally {
    fs.rmSync(half, { force: true });
    await client.end();
  }
}

async function describe(client: pg.Client): Promise<BackupHeader> {
  const { rows } = await client.query<{ table: string; columns: string[] }>(
    `SELECT c.table_name AS table, array_agg(c.column_name::text ORDER BY c.ordinal_position) AS columns
     FROM information_schema.columns c
     JOIN information_schema.tables t USING (table_schema, table_name)
     WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND c.table_name <> ALL($1)
     GROUP BY 1 ORDER BY 1`,
    [LEFT_OUT],
  );
  const { rows: migrations } = await client.query<{ name: string }>(
    `SELECT migration_name AS name FROM _prisma_migrations ORDER BY migration_name DESC LIMIT 1`,
  );
  return {
    ...{ vitrine: 1, made_at: new Date().toISOString(), migration: migrations[0]?.name ?? "" },
    tables: Object.fromEntries(rows.map(({ table, columns }) => [table, columns])),
  };
}

async function writeAll(client: pg.Client, header: BackupHeader, lines: PassThrough) {
  const counts = new Map<string, number>();
  const write = async (text: string) => {
    if (!lines.write(text)) await once(lines, "drain");
  };
  await write(`${JSON.stringify(header)}\n`);
  for (const table of Object.keys(header.tables)) {
    await client.query(
      `DECLARE rows CURSOR FOR SELECT row_to_json(t)::text AS row FROM public."${table}" t`,
    );
    for (;;) {
      const { rows } = await client.query<{ row: string }>(`FETCH ${ROWS_AT_ONCE} FROM rows`);
      if (rows.length === 0) break;
      counts.set(table, (counts.get(table) ?? 0) + rows.length);
      await write(rows.map(({ row }) => writeRow(table, row)).join(""));
    }
    await client.query("CLOSE rows");
  }
  for (const row of await waitingWebhooks(client)) await write(writeRow(WAITING_WEBHOOKS, row));
  lines.end();
  return counts;
}

/** Their jobs are called as `tell_webhook` of the migrations calls them. */
async function waitingWebhooks(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ row: string }>(
    `SELECT json_build_object('prediction', split_part(key, ' ', 3))::text AS row
     FROM graphile_worker.jobs WHERE key LIKE 'webhook completed %' AND attempts < max_attempts`,
  );
  return rows.map(({ row }) => row);
}
