import { fileIdIn } from "#contract/files.ts";
import { type InputValues, KEPT_SECRET } from "#contract/inputs/values.ts";
import type { JsonValue } from "#contract/json.ts";
import { sqlRoom } from "./admission.ts";
import { database } from "./database.ts";
import { canonicalJson, sha256 } from "./digest.ts";
import type { Constraint, Sampling, Segment } from "./inference/engine.ts";
import { CHANNEL, type Notification } from "./notifications.ts";
import { type FoundRow, traitsFrom } from "./prediction-row.ts";
import type { Wishes } from "./prediction-wishes.ts";
import type { Version } from "./versions.ts";

const PREVIEW_CHARACTERS = 200;

/** What an output is held to that is asked for with a prompt of its own. */
export type RawTerms = { constraint: Constraint };

/** Everything that is stored of a prediction before it runs. */
type NewPrediction = {
  id: string;
  version: Version;
  input: InputValues;
  prompt: Segment[];
  sampling: Sampling;
  source: "api" | "web";
  visitor: string | null;
  /** Ids of the files among its values. */
  files: string[];
  /** By input; they go when it ends. */
  secrets: Record<string, string>;
  /** How many of the model's predictions may wait at once. */
  waitingMax: number;
  wishes: Wishes;
  /** The `owner/name` of the deployment that it is asked through. */
  deployment: string | null;
  /** Of one that is asked with a prompt of its own. */
  raw: RawTerms | null;
};

/**
 * Stores a prediction before anything runs: its row is the entry in the queue. Returns null, and stores nothing, where as
 * many wait as may, or where a request of the same name has just been stored.
 */
export async function storePrediction(prediction: NewPrediction): Promise<FoundRow | null> {
  const { id, version, input, prompt, sampling, source, visitor, files, secrets, waitingMax } =
    prediction;
  const { deployment, wishes, raw } = prediction;
  const { idempotency, endsAfter, webhook } = wishes;
  const { seed } = sampling;
  const preview = previewOf(input);
  const inputSha = sha256(canonicalJson(input));
  const queued: Notification = { type: "queued" };
  const [row] = await database().$queryRaw<{ createdAt: Date; deadline: Date | null }[]>`
    WITH room AS (
      ${sqlRoom({ modelId: version.modelId, visitor, waitingMax })}
    ), named AS (
      INSERT INTO idempotency_keys (id, request_sha, prediction_id)
      SELECT ${idempotency?.id ?? null}, ${idempotency?.requestSha ?? null}, ${id} FROM room
      WHERE ${idempotency !== null}
      ON CONFLICT DO NOTHING
      RETURNING id
    ), accepted AS (
      INSERT INTO predictions
        (id, model_id, version_id, source, visitor, seed, input_sha, input_preview, deployment,
          deadline)
      SELECT ${id}, ${version.modelId}::uuid, ${version.id}, ${source}::prediction_source,
        ${visitor}, ${seed}::bigint, ${inputSha}, ${preview}, ${deployment},
        now() + make_interval(secs => ${endsAfter}::float8)
      FROM room WHERE ${idempotency === null} OR EXISTS (SELECT 1 FROM named)
      RETURNING id, created_at, deadline
    ), stored AS (
      INSERT INTO prediction_payloads (prediction_id, input, sampling, prompt, webhook, raw)
      SELECT id, ${JSON.stringify(input)}::jsonb, ${JSON.stringify(sampling)}::jsonb,
        ${JSON.stringify(prompt)}::jsonb, ${webhook && JSON.stringify(webhook)}::jsonb,
        ${raw && JSON.stringify(raw)}::jsonb
      FROM accepted
    ), used AS (
      INSERT INTO prediction_files (prediction_id, file_id)
      SELECT id, unnest(${files}::text[]) FROM accepted
    ), hidden AS (
      INSERT INTO prediction_secrets (prediction_id, secrets)
      SELECT id, ${JSON.stringify(secrets)}::jsonb FROM accepted
      WHERE ${Object.keys(secrets).length > 0}
    )
    SELECT created_at AS "createdAt", deadline, pg_notify(${CHANNEL}, ${JSON.stringify(queued)})::text
    FROM accepted`;
  return row ? newRow(prediction, { ...row, inputPreview: preview }) : null;
}

/** The row as `findRow` would read it, at the price of no further query. */
function newRow(
  { id, version, input, source, visitor, sampling, wishes, deployment, raw }: NewPrediction,
  stored: { createdAt: Date; deadline: Date | null; inputPreview: string },
): FoundRow {
  const { owner, name, definition } = version;
  const isRaw = raw !== null;
  return {
    ...{ id, owner, name, versionId: version.id, state: "queued", source, visitor, input },
    ...stored,
    ...{ seed: sampling.seed, attempt: 0, deployment, webhook: wishes.webhook },
    ...{ isRaw, ...traitsFrom(definition, { isRaw }) },
    ...{ startedAt: null, completedAt: null, waitedMs: null, firstTokenMs: null, promptMs: null },
    ...{ decodeMs: null, predictMs: null, error: null, finishReason: null, tokensIn: null },
    ...{ tokensOut: null, chunks: [], violations: [], logs: "", environmentId: null, facts: null },
    ...{ isExample: false, openReports: 0 },
  };
}

function previewOf(input: InputValues): string {
  const shown = Object.values(input).filter((value) => !isFile(value) && value !== KEPT_SECRET);
  const text = shown.map(previewOfValue).join(" · ");
  return [...text].slice(0, PREVIEW_CHARACTERS).join("");
}

/** The address of a file says nothing to a reader. */
const isFile = (value: JsonValue): boolean => typeof value === "string" && fileIdIn(value) !== null;

function previewOfValue(value: JsonValue): string {
  if (Array.isArray(value) && value.every((item) => typeof item === "string"))
    return value.join(", ");
  return typeof value === "string" ? value : JSON.stringify(value);
}
