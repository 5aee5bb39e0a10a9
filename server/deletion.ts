import { namesOf, requireMayWrite, type Viewer } from "./access.ts";
import { actorOf, record } from "./audit.ts";
import { database } from "./database.ts";
import type { Prisma } from "./generated/client.ts";
import { isId } from "./ids.ts";
import { findRow } from "./prediction-row.ts";
import { hasEnded, mayDispose } from "./predictions.ts";
import { notFound, Problem } from "./problem.ts";

const BATCH_SIZE = 500;

/**
 * Deletes a finished prediction for everybody: what was asked and answered, its links, its reports, its place among the
 * examples. That it ran, when and how long is kept, and no page shows it. Returns its model. Throws a 404 Problem unless
 * the viewer made it or manages its model, a 403 for a token that is not for that, and a 409 while it is running.
 */
export async function deletePrediction(id: string, viewer: Viewer): Promise<string> {
  const row = isId(id) ? await findRow(id, viewer) : null;
  if (!row || !mayDispose(row, viewer)) throw notFound();
  requireMayWrite(viewer, row);
  if (!hasEnded(row))
    throw new Problem(409, "Not finished", "It is still running: stop it first, then delete it.");
  await erasePredictions([id], record(database(), actorOf(viewer), "prediction.delete", id));
  return `${row.owner}/${row.name}`;
}

/**
 * Deletes every finished prediction that someone made in this browser or signed in, even where they see the model no
 * longer. Throws a 403 Problem for programs, which delete one by one.
 */
export async function deleteHistory(viewer: Viewer): Promise<void> {
  if (viewer.token) {
    const detail = "This is for browsers: a program deletes its predictions one by one.";
    throw new Problem(403, "Forbidden", detail);
  }
  const names = namesOf(viewer);
  await record(database(), actorOf(viewer), "history.delete", "");
  for (;;) {
    const rows = await database().$queryRaw<{ id: string }[]>`
      SELECT id FROM predictions
      WHERE visitor = ANY(${names}) AND deleted_at IS NULL AND state NOT IN ('queued', 'running')
      LIMIT ${BATCH_SIZE}`;
    if (rows.length === 0) return;
    await erasePredictions(rows.map(({ id }) => id));
  }
}

/** Removes what was asked and answered, and leaves the predictions as ones that were. Their links end. */
export const removeData = (ids: string[]): Promise<void> => remove(ids, null);

/** Removes them for good; that they ran, when and how long is kept, and no page shows it. `entry` is written with it. */
export const erasePredictions = (
  ids: string[],
  ...entry: Prisma.PrismaPromise<unknown>[]
): Promise<void> => remove(ids, new Date(), entry);

/**
 * The first statement locks the rows, so that whoever reports one or makes it an example at this moment does it before,
 * to be deleted here, or finds nothing. The digests go too: they would confirm a guess at what was asked. Links that are
 * revoked are still known to have been links.
 */
async function remove(
  ids: string[],
  deletedAt: Date | null,
  entry: Prisma.PrismaPromise<unknown>[] = [],
): Promise<void> {
  const theirs = { predictionId: { in: ids } };
  const db = database();
  await db.$transaction([
    db.$executeRaw`
      UPDATE predictions SET deleted_at = ${deletedAt}, error = NULL, input_preview = '',
        visitor = CASE WHEN ${deletedAt}::timestamptz IS NULL THEN visitor END,
        output_preview = NULL, input_sha = '', output_sha = NULL
      WHERE id = ANY(${ids})`,
    db.$executeRaw`
      DELETE FROM files f USING prediction_files u
      WHERE u.file_id = f.id AND u.prediction_id = ANY(${ids}) AND NOT EXISTS (
        SELECT 1 FROM prediction_files o
        WHERE o.file_id = f.id AND o.prediction_id <> ALL(${ids})
      )`,
    db.predictionPayload.deleteMany({ where: theirs }),
    db.idempotencyKey.deleteMany({ where: theirs }),
    db.share.updateMany({ where: theirs, data: { label: "", createdBy: "" } }),
    db.share.updateMany({ where: { ...theirs, revokedAt: null }, data: { revokedAt: new Date() } }),
    db.report.deleteMany({ where: theirs }),
    db.example.deleteMany({ where: theirs }),
    db.version.updateMany({ where: { exampleId: { in: ids } }, data: { exampleId: null } }),
    ...entry,
  ]);
}
