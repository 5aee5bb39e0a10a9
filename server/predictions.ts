import { randomInt } from "node:crypto";
import type { ModelDefinition } from "#contract/definition.ts";
import { checkInput } from "#contract/inputs/check-input.ts";
import { type InputValues, promptValues } from "#contract/inputs/values.ts";
import type { JsonValue } from "#contract/json.ts";
import { isFinished, type Prediction } from "#contract/prediction.ts";
import {
  isOwner,
  mayInspect,
  mayManage,
  namesOf,
  requireMayRun,
  requireScope,
  type Viewer,
} from "./access.ts";
import { database } from "./database.ts";
import { canonicalJson, sha256 } from "./digest.ts";
import { isId, newId } from "./ids.ts";
import type { Segment } from "./inference/engine.ts";
import { requireRoom } from "./inference/engines.ts";
import { PromptError, renderPrompt } from "./inference/prompt.ts";
import { estimateWait } from "./inference/wait.ts";
import { readCursor, writeCursor } from "./keyset.ts";
import { CHANNEL, type Notification } from "./notifications.ts";
import { type FoundRow, findPage, findRow } from "./prediction-row.ts";
import { absoluteUrl, presentPrediction } from "./presentation.ts";
import { invalidInput, notFound, Problem } from "./problem.ts";
import type { Version } from "./versions.ts";

const QUEUE_MAX = 200;
const PREVIEW_CHARACTERS = 200;
const PAGE_SIZE = 100;
const SEED_RANGE = 2 ** 32;

/**
 * Accepts one prediction: checks the input and stores the row before anything runs. Throws a 422 Problem that names
 * every wrong field, a 403 for a token that is not for this, or a 429 when the queue is full.
 */
export async function createPrediction(request: {
  version: Version;
  input: unknown;
  source: "api" | "web";
  viewer: Viewer;
}): Promise<Prediction> {
  const { version, source, viewer } = request;
  requireMayRun(viewer, version);
  const checked = checkInput(version.definition.inputs, request.input);
  if (!checked.ok) throw invalidInput(checked.invalidFields);
  const prompt = promptFor(version.definition, checked.values);
  await requireRoom(version.definition, prompt);
  const id = newId();
  await insert({ id, version, input: checked.values, prompt, source, visitor: viewer.visitor });
  const accepted = await getPrediction(id, viewer);
  return source === "api" ? asAccepted(accepted) : accepted;
}

/** Replicate's clients take an answer that is no longer `starting` for the end, though it may have begun by now. */
const asAccepted = (prediction: Prediction): Prediction =>
  isFinished(prediction.status) ? prediction : { ...prediction, status: "starting", output: null };

function promptFor(definition: ModelDefinition, values: InputValues): Segment[] {
  try {
    return renderPrompt(definition.prompt, promptValues(definition.inputs, values));
  } catch (error) {
    if (!(error instanceof PromptError)) throw error;
    const description = `cannot be made into a prompt (${error.message}): try with less of it`;
    throw invalidInput([{ type: "prompt_failed", field: "input", description }]);
  }
}

async function insert(prediction: {
  id: string;
  version: Version;
  input: InputValues;
  prompt: Segment[];
  source: "api" | "web";
  visitor: string | null;
}) {
  const { id, version, input, prompt, source, visitor } = prediction;
  const seed = version.definition.sampling.seed ?? randomInt(SEED_RANGE);
  const sampling = JSON.stringify({ ...version.definition.sampling, seed });
  const preview = previewOf(input);
  const inputSha = sha256(canonicalJson(input));
  const queued: Notification = { type: "queued" };
  const rows = await database().$queryRaw<unknown[]>`
    WITH accepted AS (
      INSERT INTO predictions
        (id, model_id, version_id, source, visitor, seed, input_sha, input_preview)
      SELECT ${id}, ${version.modelId}::uuid, ${version.id}, ${source}::prediction_source,
        ${visitor}, ${seed}::bigint, ${inputSha}, ${preview}
      WHERE (SELECT count(*) FROM predictions WHERE state = 'queued') < ${QUEUE_MAX}
      RETURNING id
    ), stored AS (
      INSERT INTO prediction_payloads (prediction_id, input, sampling, prompt)
      SELECT id, ${JSON.stringify(input)}::jsonb, ${sampling}::jsonb,
        ${JSON.stringify(prompt)}::jsonb
      FROM accepted
    )
    SELECT id, pg_notify(${CHANNEL}, ${JSON.stringify(queued)})::text FROM accepted`;
  if (rows.length === 0) throw queueFull();
}

function queueFull(): Problem {
  const detail = `This model is busy: ${QUEUE_MAX} predictions are waiting already. Try again in half a minute; nothing was stored.`;
  return new Problem(429, "Busy", detail, { retryAfterSeconds: 30 });
}

function previewOf(input: InputValues): string {
  const text = Object.values(input).map(previewOfValue).join(" · ");
  return [...text].slice(0, PREVIEW_CHARACTERS).join("");
}

function previewOfValue(value: JsonValue): string {
  if (Array.isArray(value) && value.every((item) => typeof item === "string"))
    return value.join(", ");
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** A prediction by its id. Throws a 404 Problem where there is none that this viewer may see. */
export async function getPrediction(id: string, viewer: Viewer): Promise<Prediction> {
  const row = isId(id) ? await findRow(id, viewer) : null;
  if (!row) throw notFound();
  return present(row, viewer);
}

/** A prediction as `/v1` sends it to someone who may see it. */
export async function present(row: FoundRow, viewer: Viewer): Promise<Prediction> {
  const isDone = hasEnded(row);
  const isWhole = isDone && row.input !== null;
  const wait = row.state === "queued" ? await estimateWait(row) : null;
  return presentPrediction(row, wait, {
    can_cancel: !isDone && mayDispose(row, viewer),
    can_share: isWhole && mayDispose(row, viewer),
    can_delete: isDone && mayDispose(row, viewer),
    can_report: isWhole,
    can_feature: isWhole && row.state === "succeeded" && !row.isExample && mayManage(viewer, row),
    open_reports: mayInspect(viewer, row) ? row.openReports : null,
  });
}

/** Whether nothing more happens to a prediction by itself. */
export const hasEnded = ({ state }: Pick<FoundRow, "state">): boolean =>
  state !== "queued" && state !== "running";

/** Whether someone may end a prediction that they see, delete it and make links to it: who made it, and who manages its model. */
export const mayDispose = (
  row: { owner: string; name: string; visitor: string | null },
  viewer: Viewer,
): boolean =>
  (row.visitor !== null && namesOf(viewer).includes(row.visitor)) || mayManage(viewer, row);

/** A page of the viewer's own predictions, newest first; the owner's page holds everybody's. Throws a 422 Problem for a cursor of another make. */
export async function listPredictions(viewer: Viewer, cursor: string | null) {
  requireScope(viewer, "read");
  const visitors = isOwner(viewer) ? null : namesOf(viewer);
  const rows = await findPage(
    viewer,
    visitors,
    cursor ? readCursor(cursor, "cursor") : null,
    PAGE_SIZE + 1,
  );
  const page = rows.slice(0, PAGE_SIZE);
  const last = rows.length > PAGE_SIZE ? page.at(-1) : undefined;
  return {
    previous: null,
    next: last ? absoluteUrl(`/v1/predictions?cursor=${writeCursor(last)}`) : null,
    results: await Promise.all(page.map((row) => present(row, viewer))),
  };
}

/**
 * Asks for the end of a prediction: what is queued ends now, what runs ends within a second. Does nothing to a finished
 * one. Throws a 404 Problem unless it is the viewer's own, or the viewer manages its model.
 */
export async function cancelPrediction(id: string, viewer: Viewer): Promise<Prediction> {
  const row = isId(id) ? await findRow(id, viewer) : null;
  if (!row || !mayDispose(row, viewer)) throw notFound();
  requireMayRun(viewer, row);
  const cancel: Notification = { type: "cancel", id };
  await database().$queryRaw`
    WITH marked AS (
      UPDATE predictions SET
        cancel_requested = true,
        state = CASE WHEN state = 'queued' THEN 'canceled'::prediction_state ELSE state END,
        completed_at = CASE WHEN state = 'queued' THEN now() END
      WHERE id = ${id} AND state IN ('queued', 'running')
      RETURNING id
    )
    SELECT pg_notify(${CHANNEL}, ${JSON.stringify(cancel)})::text FROM marked`;
  return getPrediction(id, viewer);
}
