import type { InputValues } from "#contract/inputs/values.ts";
import { database, persistently } from "#server/database.ts";
import { Prisma } from "#server/generated/client.ts";
import { countEnding } from "#server/metrics.ts";
import { CHANNEL, type Notification, workerId } from "#server/notifications.ts";
import type { RawTerms } from "#server/prediction-entry.ts";
import { traceRun } from "#server/tracing.ts";
import type { EngineEnvironment, RunConditions, Sampling, Segment } from "./engine.ts";

/** A lease is renewed at a third of its length; whoever holds it alone may write to the prediction. */
export const LEASE_SECONDS = 15;
export const ATTEMPTS_MAX = 3;

/** A prediction that this process has been given to run; `attempt` counts from 1. */
export type Claim = {
  id: string;
  versionId: string;
  visitor: string | null;
  attempt: number;
  input: InputValues;
  sampling: Sampling;
  prompt: Segment[];
  /** Of one that was asked with a prompt of its own: what its output is held to, whatever the model's form says. */
  raw: RawTerms | null;
  /** What readers were shown by an earlier attempt. */
  chunks: string[];
  /** From creation to this claim, by the database's clock. */
  waitedMs: number;
  cancelRequested: boolean;
  /** Until its deadline; null where it has none. */
  leftMs: number | null;
};

/** How a prediction ended, with all that is stored about it. */
export type Ending = {
  state: "succeeded" | "failed" | "canceled";
  error: string | null;
  errorCode: string | null;
  finishReason: "stop" | "length" | null;
  tokensIn: number | null;
  tokensOut: number | null;
  tokensCached: number | null;
  firstTokenMs: number | null;
  promptMs: number | null;
  decodeMs: number | null;
  predictMs: number;
  outputSha: string | null;
  outputPreview: string | null;
  environment: EngineEnvironment | null;
  conditions: RunConditions | null;
  promptTokens: Uint8Array<ArrayBuffer> | null;
  outputTokens: Uint8Array<ArrayBuffer> | null;
  constraintSha: string | null;
  log: string;
  dropped: string[];
  violations: string[];
};

/** The versions that predictions wait for, those whose holder fell silent included. */
export async function waitingVersions(): Promise<string[]> {
  const rows = await database().$queryRaw<{ versionId: string }[]>`
    SELECT DISTINCT p.version_id AS "versionId" FROM predictions p
    WHERE (p.state = 'queued' OR (p.state = 'running' AND p.lease_until < now()))
      AND p.attempt < ${ATTEMPTS_MAX}`;
  return rows.map(({ versionId }) => versionId);
}

/** Takes up to `count` predictions of these versions, visitors with the fewest running ones first; also those whose holder fell silent. */
export async function claimPredictions(versionIds: string[], count: number): Promise<Claim[]> {
  if (versionIds.length === 0 || count <= 0) return [];
  return database().$queryRaw<Claim[]>`
    WITH busy AS MATERIALIZED (
      SELECT coalesce(visitor, '') AS visitor, count(*) AS running
      FROM predictions WHERE state = 'running' GROUP BY 1
    ), next AS (
      SELECT p.id FROM predictions p LEFT JOIN busy b ON b.visitor = coalesce(p.visitor, '')
      WHERE (p.state = 'queued' OR (p.state = 'running' AND p.lease_until < now()))
        AND p.attempt < ${ATTEMPTS_MAX} AND p.version_id IN (${Prisma.join(versionIds)})
        AND (p.deadline IS NULL OR p.deadline > now())
      ORDER BY coalesce(b.running, 0), p.created_at, p.id
      LIMIT ${count}
      FOR UPDATE OF p SKIP LOCKED
    ), claimed AS (
      UPDATE predictions p SET
        state = 'running', worker = ${workerId()}, attempt = p.attempt + 1,
        lease_until = now() + make_interval(secs => ${LEASE_SECONDS}),
        started_at = COALESCE(p.started_at, now()),
        waited_ms = EXTRACT(EPOCH FROM now() - p.created_at)::float8 * 1000
      FROM next WHERE p.id = next.id
      RETURNING p.id, p.version_id, p.visitor, p.attempt, p.waited_ms, p.cancel_requested,
        p.created_at, p.deadline
    )
    SELECT c.id, c.version_id AS "versionId", c.visitor, c.attempt, c.waited_ms AS "waitedMs",
      c.cancel_requested AS "cancelRequested",
      EXTRACT(EPOCH FROM c.deadline - now())::float8 * 1000 AS "leftMs", l.input, l.sampling, l.prompt, l.raw, l.chunks
    FROM claimed c JOIN prediction_payloads l ON l.prediction_id = c.id
    ORDER BY c.created_at, c.id`;
}

/** Keeps what this process runs, and tells which of them were asked to end and which are no longer its own. */
export async function renewLeases(ids: string[]): Promise<{ canceled: string[]; lost: string[] }> {
  const kept = await database().$queryRaw<{ id: string; cancelRequested: boolean }[]>`
    UPDATE predictions SET lease_until = now() + make_interval(secs => ${LEASE_SECONDS})
    WHERE id IN (${Prisma.join(ids)}) AND worker = ${workerId()} AND state = 'running'
    RETURNING id, cancel_requested AS "cancelRequested"`;
  const held = new Set(kept.map(({ id }) => id));
  return {
    canceled: kept.filter(({ cancelRequested }) => cancelRequested).map(({ id }) => id),
    lost: ids.filter((id) => !held.has(id)),
  };
}

/** Hands a prediction back to the queue. `counted` says whether the try counts against its three; `log` is added to its logs. */
export async function releasePrediction(
  claim: Claim,
  counted: boolean,
  log: string,
): Promise<void> {
  await persistently(
    () => database().$executeRaw`
      WITH released AS (
        UPDATE predictions SET state = 'queued', worker = NULL, lease_until = NULL,
          attempt = attempt - ${counted ? 0 : 1}
        WHERE id = ${claim.id} AND worker = ${workerId()} AND attempt = ${claim.attempt}
          AND state = 'running'
        RETURNING id
      )
      UPDATE prediction_payloads l SET logs = l.logs || ${log}
      FROM released WHERE l.prediction_id = released.id`,
  );
}

/** Stores the end of a prediction once; a process that lost its lease changes nothing. Returns whether it was stored. */
export async function finishPrediction(claim: Claim, end: Ending): Promise<boolean> {
  const isStored = await persistently(async () => {
    if (end.environment) await storeEnvironment(end.environment);
    return storeEnding(claim, end);
  });
  if (!isStored) return false;
  countEnding(end);
  traceRun(claim, end);
  return true;
}

async function storeEnding(claim: Claim, end: Ending): Promise<boolean> {
  const changed: Notification = { type: "changed", ids: [claim.id], by: workerId() };
  const rows = await database().$queryRaw<unknown[]>`
    WITH ended AS (
      UPDATE predictions SET
        state = ${end.state}::prediction_state, completed_at = now(), lease_until = NULL,
        error = ${end.error}, error_code = ${end.errorCode}, finish_reason = ${end.finishReason},
        tokens_in = ${end.tokensIn}, tokens_out = ${end.tokensOut},
        tokens_cached = ${end.tokensCached}, first_token_ms = ${end.firstTokenMs}::float8,
        prompt_ms = ${end.promptMs}::float8, decode_ms = ${end.decodeMs}::float8,
        predict_ms = ${end.predictMs}::float8, output_sha = ${end.outputSha},
        output_preview = ${end.outputPreview}, environment_id = ${end.environment?.id ?? null},
        has_violations = ${end.violations.length > 0}
      WHERE id = ${claim.id} AND worker = ${workerId()} AND attempt = ${claim.attempt}
        AND state = 'running'
      RETURNING id
    ), stored AS (
      UPDATE prediction_payloads l SET
        logs = l.logs || ${end.log}, prompt_tokens = ${end.promptTokens}::bytea,
        output_tokens = ${end.outputTokens}::bytea, constraint_sha = ${end.constraintSha},
        dropped = ${JSON.stringify(end.dropped)}::jsonb,
        conditions = ${end.conditions && JSON.stringify(end.conditions)}::jsonb,
        violations = ${JSON.stringify(end.violations)}::jsonb
      FROM ended WHERE l.prediction_id = ended.id
    )
    SELECT pg_notify(${CHANNEL}, ${JSON.stringify(changed)})::text FROM ended`;
  return rows.length === 1;
}

const storedEnvironments = new Set<string>();

async function storeEnvironment({ id, facts, certificate }: EngineEnvironment) {
  const key = `${id} ${certificate ? "certified" : ""}`;
  if (storedEnvironments.has(key)) return;
  await database().$executeRaw`
    INSERT INTO environments (id, facts, certificate)
    VALUES (${id}, ${JSON.stringify(facts)}::jsonb, ${certificate && JSON.stringify(certificate)}::jsonb)
    ON CONFLICT (id) DO UPDATE SET certificate = EXCLUDED.certificate
      WHERE EXCLUDED.certificate IS NOT NULL AND environments.certificate IS NULL`;
  storedEnvironments.add(key);
}
