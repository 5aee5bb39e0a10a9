import fs from "node:fs";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import pg from "pg";
import { SettingError } from "#server/env.ts";
import { type BackupHeader, backupHeader, readRow, WAITING_WEBHOOKS } from "./format.ts";

const BYTES_AT_ONCE = 4 * 1024 * 1024;

/**
 * Puts a backup into a database that has its tables already and nothing in them: all of it, or none. Returns how many
 * predictions it was. Throws SettingError for a database that is in use, and for what is no backup or a later version's.
 */
export async function restoreBackup(databaseUrl: string, file: string): Promise<number> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  try {
    await requireEmpty(client);
    await client.query("BEGIN");
    // Neither the order of tables nor triggers matter for what was whole when it was written.
    await client.query("SET LOCAL session_replication_role = replica");
    const count = await readAll(client, file);
    await continueSequences(client);
    await client.query("COMMIT");
    return count;
  } finally {
    await client.end();
  }
}

/** What is numbered goes on behind the highest number that came back. */
async function continueSequences(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ table: string; column: string }>(
    `SELECT table_name AS table, column_name AS column FROM information_schema.columns
     WHERE table_schema = 'public' AND column_default LIKE 'nextval(%'`,
  );
  for (const { table, column } of rows)
    await client.query(
      `SELECT setval(pg_get_serial_sequence('public."${table}"', '${column}'), max("${column}"))
       FROM public."${table}" HAVING max("${column}") IS NOT NULL`,
    );
}

async function requireEmpty(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ models: number }>(
    "SELECT count(*)::int AS models FROM models",
  );
  const models = rows[0]?.models ?? 0;
  if (models === 0) return;
  throw new SettingError(
    `This database holds ${models} models already: restore into an empty one, such as a new folder in VITRINE_DATA.`,
  );
}

async function readAll(client: pg.Client, file: string): Promise<number> {
  const input = fs.createReadStream(file).pipe(createGunzip());
  let header: BackupHeader | null = null;
  let predictions = 0;
  let batch: Batch = { table: "", rows: [], size: 0 };
  try {
    for await (const line of createInterface({ input, crlfDelay: Infinity })) {
      header ??= await readHeader(client, line);
      const found = readRow(line);
      if (!found) continue;
      if (found.table !== batch.table || batch.size > BYTES_AT_ONCE) {
        await insert(client, header, batch);
        batch = { table: found.table, rows: [], size: 0 };
      }
      batch.rows.push(found.row);
      batch.size += found.row.length;
      if (found.table === "predictions") predictions += 1;
    }
  } catch (error) {
    if (isNoGzip(error)) throw noBackup(file, error);
    throw error;
  }
  if (!header) throw noBackup(file);
  await insert(client, header, batch);
  return predictions;
}

type Batch = { table: string; rows: string[]; size: number };

async function insert(client: pg.Client, { tables }: BackupHeader, { table, rows }: Batch) {
  if (rows.length === 0) return;
  if (table === WAITING_WEBHOOKS) return tellWebhooks(client, rows);
  // Columns that have come since take their defaults.
  const columns = (tables[table] ?? []).map((column) => `"${column}"`).join(", ");
  await client.query(
    `INSERT INTO public."${table}" (${columns})
     SELECT ${columns} FROM json_populate_recordset(NULL::public."${table}", $1::json)`,
    [`[${rows.join(",")}]`],
  );
}

/** Their predictions stand before them. */
async function tellWebhooks(client: pg.Client, rows: string[]) {
  await client.query(
    `SELECT tell_webhook(p.prediction_id, p.webhook, 'completed')
     FROM json_to_recordset($1::json) AS w(prediction text)
     JOIN prediction_payloads p ON p.prediction_id = w.prediction WHERE p.webhook IS NOT NULL`,
    [`[${rows.join(",")}]`],
  );
}

async function readHeader(client: pg.Client, line: string): Promise<BackupHeader> {
  const header = backupHeader.safeParse(parsed(line)).data;
  if (!header)
    throw new SettingError("This is no backup of Vitrine's: its first line says nothing.");
  const { rowCount } = await client.query(
    "SELECT 1 FROM _prisma_migrations WHERE migration_name = $1",
    [header.migration],
  );
  if (rowCount === 1) return header;
  throw new SettingError("This backup is of a later version of Vitrine: update this one first.");
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

const isNoGzip = (error: unknown): boolean =>
  /^(Z_|ERR_)|incorrect header|unexpected end/.test(
    `${(error as { code?: string }).code ?? ""}${(error as Error).message}`,
  );

const noBackup = (file: string, cause?: unknown): SettingError =>
  new SettingError(`${file} is no whole backup: take one that \`backup\` has finished.`, { cause });
