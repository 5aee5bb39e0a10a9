import type { ModelReadiness } from "#contract/model.ts";
import type { PredictionWait } from "#contract/prediction.ts";
import { weightsId } from "#contract/weights.ts";
import { database } from "#server/database.ts";
import { getVersion } from "#server/versions.ts";
import { readinessOf, slotsFor } from "./engines.ts";
import { secondsInLine } from "./line.ts";

/** What recent predictions took is the median of so many. */
const SAMPLE = 20;

/** Why a queued prediction is not running, its place in line, and when it should begin by what was measured lately. */
export async function estimateWait(prediction: {
  id: string;
  versionId: string;
  createdAt: Date;
}): Promise<PredictionWait> {
  const { definition } = await getVersion(prediction.versionId);
  const [readiness, slots, line] = await Promise.all([
    readinessOf(definition),
    slotsFor(definition),
    measureLine(prediction, weightsId(definition.weights)),
  ]);
  const position = line.ahead + 1;
  const running = readiness.kind === "ready" ? line.running : 0;
  const inLine = secondsInLine({ ...line, position, slots, running });
  const waking = secondsToWake(readiness);
  return {
    ...reasonOf(readiness),
    position,
    waking_seconds: readiness.kind === "ready" ? null : waking,
    estimated_seconds: waking === null || inLine === null ? null : Math.ceil(waking + inLine),
  };
}

type Line = { ahead: number; running: number; typicalMs: number | null };

/** Predictions on the same weights share their places; only those of the same version take as long. */
async function measureLine(
  { id, versionId, createdAt }: { id: string; versionId: string; createdAt: Date },
  weights: string,
): Promise<Line> {
  const [line] = await database().$queryRaw<Line[]>`
    WITH unfinished AS (
      SELECT p.id, p.state, p.created_at FROM predictions p JOIN versions v ON v.id = p.version_id
      WHERE p.state IN ('queued', 'running') AND coalesce(v.definition->'weights'->>'sha256', v.definition->'weights'->>'name') = ${weights}
    )
    SELECT
      (SELECT count(*)::int FROM unfinished
       WHERE state = 'queued' AND (created_at, id) < (${createdAt}, ${id})) AS ahead,
      (SELECT count(*)::int FROM unfinished WHERE state = 'running') AS running,
      (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY predict_ms) FROM
        (SELECT predict_ms FROM predictions
         WHERE version_id = ${versionId} AND state = 'succeeded'
         ORDER BY completed_at DESC LIMIT ${SAMPLE}) recent) AS "typicalMs"`;
  return line ?? { ahead: 0, running: 0, typicalMs: null };
}

/** Null where nobody knows. */
function secondsToWake(readiness: ModelReadiness): number | null {
  switch (readiness.kind) {
    case "ready":
      return 0;
    case "asleep":
      return readiness.wake_seconds;
    case "waking":
      return readiness.seconds_left;
    default:
      return null;
  }
}

function reasonOf(readiness: ModelReadiness): Pick<PredictionWait, "reason" | "progress"> {
  switch (readiness.kind) {
    case "ready":
      return { reason: "queued", progress: null };
    case "waking":
    case "fetching-weights":
      return { reason: readiness.kind, progress: readiness.progress };
    case "no-weights":
    case "no-engine":
      return { reason: readiness.kind, progress: null };
    case "asleep": // it is woken because of this prediction
    case "failed": // the engine is started again and again
      return { reason: "waking", progress: null };
  }
}
