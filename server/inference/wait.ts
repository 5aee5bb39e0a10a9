import type { ModelReadiness } from "#contract/model.ts";
import type { PredictionWait } from "#contract/prediction.ts";
import { database } from "#server/database.ts";
import { getVersion } from "#server/versions.ts";
import { engineSlots, readinessOf } from "./engines.ts";

const SAMPLE = 20;

/** Why a queued prediction is not running, its place in line, and how long it should take by what this version took lately. */
export async function estimateWait(prediction: {
  id: string;
  versionId: string;
  createdAt: Date;
}): Promise<PredictionWait> {
  const { definition } = await getVersion(prediction.versionId);
  const [readiness, slots, [measured]] = await Promise.all([
    readinessOf(definition),
    engineSlots(),
    database().$queryRaw<{ ahead: number; typicalMs: number | null }[]>`
      SELECT
        (SELECT count(*)::int FROM predictions
         WHERE state = 'queued' AND (created_at, id) < (${prediction.createdAt}, ${prediction.id})) AS ahead,
        (SELECT avg(predict_ms) FROM
          (SELECT predict_ms FROM predictions
           WHERE version_id = ${prediction.versionId} AND state = 'succeeded'
           ORDER BY completed_at DESC LIMIT ${SAMPLE}) recent) AS "typicalMs"`,
  ]);
  const position = (measured?.ahead ?? 0) + 1;
  const rounds = Math.ceil(position / Math.max(1, slots));
  const ms = measured?.typicalMs;
  return {
    ...reasonOf(readiness),
    position,
    estimated_seconds: ms ? Math.max(1, Math.round((ms * rounds) / 1000)) : null,
  };
}

function reasonOf(readiness: ModelReadiness): Pick<PredictionWait, "reason" | "progress"> {
  switch (readiness.kind) {
    case "ready":
      return { reason: "queued", progress: null };
    case "waking":
    case "fetching-weights":
      return { reason: readiness.kind, progress: readiness.progress };
    case "no-weights":
      return { reason: "no-weights", progress: null };
    case "failed":
      return { reason: "waking", progress: null }; // the engine is started again and again
  }
}
