import { z } from "zod";

/** What another installation, or nobody, is to have: open sessions, guesses that are counted, and what visitors kept secret. */
export const LEFT_OUT = [
  "_prisma_migrations",
  "sessions",
  "verifications",
  "attempts",
  "prediction_secrets",
];

/** Webhooks that are still to hear of an end stand among the tables, a row `{"prediction":…}` for each: their jobs lie in another schema. */
export const WAITING_WEBHOOKS = "waiting_webhooks";

/**
 * The first line of a backup, which is lines of JSON under gzip. Each other line is `["table",row]`, the row as PostgreSQL
 * writes it: no number or text passes through ours.
 */
export const backupHeader = z.strictObject({
  vitrine: z.literal(1),
  made_at: z.iso.datetime(),
  /** The newest migration that it was made under. */
  migration: z.string(),
  /** The columns of each table. */
  tables: z.record(z.string(), z.array(z.string())),
});
export type BackupHeader = z.infer<typeof backupHeader>;

export const writeRow = (table: string, row: string): string => `["${table}",${row}]\n`;

/** The table and the unread row of a line. */
export function readRow(line: string): { table: string; row: string } | null {
  const [, table, row] = /^\["(\w+)",(.*)\]$/s.exec(line) ?? [];
  return table && row ? { table, row } : null;
}
