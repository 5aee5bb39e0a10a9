import type { Report, ReportRequest } from "#contract/report.ts";
import { mayInspect, namesOf, requireMayManage, requireMayRun, type Viewer } from "./access.ts";
import { requireFewAttempts } from "./attempts.ts";
import { database } from "./database.ts";
import { isId, newId } from "./ids.ts";
import { type FoundRow, findRow } from "./prediction-row.ts";
import { hasEnded } from "./predictions.ts";
import { notFound, Problem } from "./problem.ts";

const WINDOW_MINUTES = 10;
const PER_VISITOR_MAX = 20;
/** An office has one address for all of its visitors. */
const PER_ADDRESS_MAX = 200;

type ReportRow = {
  id: string;
  expected: string;
  note: string;
  createdAt: Date;
  closedAt: Date | null;
};

/**
 * Says that a prediction's output is wrong. Each visitor has one open report of it, whose text a second one replaces.
 * Throws a 404 Problem for who may not see it, a 403 for a token that may not run its model, a 409 where there is no output
 * to report, and a 429 for too many reports.
 */
export async function createReport(
  predictionId: string,
  { expected, note }: ReportRequest,
  { viewer, address }: { viewer: Viewer; address: string },
): Promise<{ report: Report; isNew: boolean }> {
  const prediction = await getSeen(predictionId, viewer);
  requireMayRun(viewer, prediction);
  requireReportable(prediction);
  const visitor = namesOf(viewer).at(-1) ?? `address:${address}`;
  await requireFewReports(visitor, address);
  const id = newId();
  const [row] = await database().$queryRaw<ReportRow[]>`
    WITH seen AS MATERIALIZED (
      SELECT id FROM predictions WHERE id = ${predictionId} AND deleted_at IS NULL FOR SHARE
    )
    INSERT INTO reports (id, prediction_id, visitor, expected, note)
    SELECT ${id}, id, ${visitor}, ${expected}, ${note} FROM seen
    ON CONFLICT (prediction_id, visitor) WHERE closed_at IS NULL
      DO UPDATE SET expected = EXCLUDED.expected, note = EXCLUDED.note, created_at = now()
    RETURNING id, expected, note, created_at AS "createdAt", closed_at AS "closedAt"`;
  if (!row) throw notFound();
  return { report: presentReport(row), isNew: row.id === id };
}

function requireReportable(prediction: FoundRow) {
  if (!hasEnded(prediction))
    throw new Problem(409, "Not finished", "It is still running: report it when it is finished.");
  if (prediction.input === null) {
    const detail = "What was asked and answered here was removed: there is nothing to report.";
    throw new Problem(409, "Removed", detail);
  }
}

const requireFewReports = (visitor: string, address: string) =>
  requireFewAttempts(
    [
      { key: `report by ${visitor}`, max: PER_VISITOR_MAX },
      { key: `report from ${address}`, max: PER_ADDRESS_MAX },
    ],
    { windowMinutes: WINDOW_MINUTES, what: "reports" },
  );

/** What was reported of a prediction, the open ones first. Throws a 404 Problem unless the viewer may inspect its model. */
export async function listReports(predictionId: string, viewer: Viewer): Promise<Report[]> {
  const prediction = await getSeen(predictionId, viewer);
  if (!mayInspect(viewer, prediction)) throw notFound();
  const rows = await database().report.findMany({
    where: { predictionId },
    orderBy: [{ closedAt: { sort: "desc", nulls: "first" } }, { createdAt: "desc" }],
  });
  return rows.map(presentReport);
}

/** Marks a report as dealt with; it is still shown. Returns the prediction that it is of. Throws a 404 Problem unless the viewer manages its model. */
export async function closeReport(
  id: string,
  viewer: Viewer,
): Promise<{ report: Report; predictionId: string }> {
  const found = await database().report.findUnique({
    where: { id },
    include: { prediction: { select: { model: { select: { owner: true, name: true } } } } },
  });
  if (!found) throw notFound();
  requireMayManage(viewer, found.prediction.model);
  const closedAt = found.closedAt ?? new Date();
  await database().report.updateMany({ where: { id, closedAt: null }, data: { closedAt } });
  return { report: presentReport({ ...found, closedAt }), predictionId: found.predictionId };
}

async function getSeen(predictionId: string, viewer: Viewer): Promise<FoundRow> {
  const row = isId(predictionId) ? await findRow(predictionId, viewer) : null;
  if (!row) throw notFound();
  return row;
}

const presentReport = ({ id, expected, note, createdAt, closedAt }: ReportRow): Report => ({
  ...{ id, expected, note },
  created_at: createdAt.toISOString(),
  closed_at: closedAt?.toISOString() ?? null,
});
