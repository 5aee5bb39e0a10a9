import { database } from "./database.ts";
import { removeData } from "./deletion.ts";
import { deleteUnusedFiles } from "./files/files.ts";

const BATCH_SIZE = 500;

/** Deletes what models keep no longer, and files that no prediction uses. */
export async function deleteOutdatedData(): Promise<void> {
  await Promise.all([deleteOutdated(), deleteUnusedFiles()]);
}

/**
 * Deletes what was asked and answered in finished predictions older than their model keeps them, by its current version;
 * examples stay until somebody takes them off the page. Returns how many it was.
 */
export async function deleteOutdated(): Promise<number> {
  let count = 0;
  for (;;) {
    const rows = await database().$queryRaw<{ id: string }[]>`
      SELECT p.id
      FROM models m
      JOIN versions v ON v.id = m.latest_version_id
      JOIN predictions p ON p.model_id = m.id
      JOIN prediction_payloads l ON l.prediction_id = p.id
      WHERE p.created_at < now() - make_interval(days => (v.definition->>'retentionDays')::int)
        AND p.state NOT IN ('queued', 'running')
        AND NOT EXISTS (SELECT 1 FROM examples x WHERE x.prediction_id = p.id)
        AND NOT EXISTS (SELECT 1 FROM versions shown WHERE shown.example_id = p.id)
      LIMIT ${BATCH_SIZE}`;
    if (rows.length === 0) return count;
    await removeData(rows.map(({ id }) => id));
    count += rows.length;
  }
}
