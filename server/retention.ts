import { database } from "./database.ts";
import { removeData } from "./deletion.ts";
import { deleteUnusedFiles } from "./files/files.ts";
import { log } from "./log.ts";

const SWEEP_MS = 60 * 60 * 1_000;
const BATCH_SIZE = 500;

/** Deletes, from now on once an hour, what models keep no longer. Returns what ends that. */
export function startRetention(): () => void {
  const sweep = () =>
    Promise.all([deleteOutdated(), deleteUnusedFiles()]).catch((error: Error) =>
      log.warn({ error: error.message }, "deleting what is outdated failed; trying again later"),
    );
  void sweep();
  const timer = setInterval(sweep, SWEEP_MS);
  return () => clearInterval(timer);
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
