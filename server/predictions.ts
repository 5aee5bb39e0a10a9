import { randomInt } from "node:crypto";
import type { PredictionsQuery } from "#contract/api/predictions-query.ts";
import type { ModelDefinition } from "#contract/definition.ts";
import { checkInput } from "#contract/inputs/check-input.ts";
import { adjustSampling } from "#contract/inputs/check-settings.ts";
import type { InputValues } from "#contract/inputs/values.ts";
import { isFinished, type Prediction } from "#contract/prediction.ts";
import type { ModelLimits } from "#contract/terms.ts";
import {
  isOwner,
  mayInspect,
  mayManage,
  namesOf,
  requireMayRun,
  requireScope,
  type Viewer,
} from "./access.ts";
import { requirePlace, waitingMaxOf } from "./admission.ts";
import { forgetAttempts } from "./attempts.ts";
import { queueFull } from "./busy.ts";
import { database } from "./database.ts";
import { keepInput } from "./files/input-files.ts";
import { findEarlier } from "./idempotency.ts";
import { isId, newId } from "./ids.ts";
import type { Sampling, Segment } from "./inference/engine.ts";
import { requireRoom } from "./inference/engines.ts";
import { PromptError, promptFor } from "./inference/prompt.ts";
import { estimateWait } from "./inference/wait.ts";
import { cutPage, readCursor } from "./keyset.ts";
import { countTowardsLimits } from "./model-limits.ts";
import { CHANNEL, type Notification } from "./notifications.ts";
import { storePrediction } from "./prediction-entry.ts";
import { type FoundRow, findPage, findRow } from "./prediction-row.ts";
import { NO_WISHES, type Wishes } from "./prediction-wishes.ts";
import { presentPrediction } from "./presentation.ts";
import { invalidInput, notFound } from "./problem.ts";
import { decidedInRush } from "./rush.ts";
import { streamUrl } from "./stream-links.ts";
import { traceCreation } from "./tracing.ts";
import type { Version } from "./versions.ts";

const PAGE_SIZE = 100;
const SEED_RANGE = 2 ** 32;

/**
 * Accepts one prediction: checks the input and stores the row before anything runs. Throws a 422 Problem that names
 * every wrong field, a 403 for a token that is not for this, or a 429 when the queue is full or the model's limits are reached.
 */
export async function createPrediction(request: {
  version: Version;
  input: unknown;
  source: "api" | "web";
  viewer: Viewer;
  wishes?: Wishes;
  deployment?: string;
}): Promise<Prediction> {
  const { version, source, viewer, wishes = NO_WISHES, deployment = null } = request;
  requireMayRun(viewer, version);
  const earlier = await findEarlier(wishes.idempotency);
  if (earlier) return getPrediction(earlier, viewer);
  const limits = await requirePlace(version, viewer);
  const checked = checkInput(version.definition, request.input);
  if (!checked.ok) throw invalidInput(checked.invalidFields);
  const { definition } = version;
  const sampling = samplingFor(definition, checked.values);
  const kept = await keepInput(definition.inputs, checked.values, viewer);
  const { values: input, files, texts, secrets } = kept;
  const prompt = requirePrompt(definition, input, texts);
  const asked = { version, input, files, secrets, prompt, sampling, source, viewer };
  return acceptPrediction({ ...asked, limits, wishes, deployment, raw: null });
}

/** What is stored of a prediction whose prompt is made. */
type Prepared = Omit<Parameters<typeof storePrediction>[0], "id" | "visitor" | "waitingMax"> & {
  viewer: Viewer;
  /** As `requirePlace` returns them. */
  limits: ModelLimits | undefined;
};

/** Stores a prediction whose input was checked. Throws a 422 Problem for a prompt that is too long, and 429s as above. */
export async function acceptPrediction(asked: Prepared): Promise<Prediction> {
  const { viewer, limits, ...prepared } = asked;
  const { version, prompt, sampling, wishes } = prepared;
  await requireRoom(version.definition, prompt, sampling.maxTokens);
  const waitingMax = waitingMaxOf(limits);
  const counted = await countTowardsLimits(version, limits, viewer);
  const id = newId();
  const row = await storePrediction({ ...prepared, id, visitor: viewer.visitor, waitingMax });
  decidedInRush();
  if (row) {
    traceCreation(id);
    return present(row, viewer);
  }
  await forgetAttempts(counted);
  const twin = await findEarlier(wishes.idempotency);
  if (twin) return getPrediction(twin, viewer);
  await requirePlace(version, viewer); // says which limit it was
  throw queueFull(waitingMax);
}

/** A prediction as it is told to who has just made it: Replicate's clients take what is no longer `starting` for its end. */
export const asAccepted = (prediction: Prediction): Prediction =>
  isFinished(prediction.status) ? prediction : { ...prediction, status: "starting", output: null };

function requirePrompt(
  definition: ModelDefinition,
  values: InputValues,
  texts: Record<string, string>,
): Segment[] {
  try {
    return promptFor(definition, values, texts);
  } catch (error) {
    if (!(error instanceof PromptError)) throw error;
    const description = `cannot be made into a prompt (${error.message}): try with less of it`;
    throw invalidInput([{ type: "prompt_failed", field: "input", description }]);
  }
}

/** The model's sampling with what the visitor may change of it, and a seed where none is fixed. */
function samplingFor({ sampling, inputs }: ModelDefinition, values: InputValues): Sampling {
  const adjusted = adjustSampling(sampling, inputs, values);
  return { ...adjusted, seed: adjusted.seed ?? randomInt(SEED_RANGE) };
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
  const isOwn = mayDispose(row, viewer);
  return presentPrediction(isOwn ? row : { ...row, webhook: null }, {
    wait: row.state === "queued" ? await estimateWait(row) : null,
    streamUrl: await streamUrl(row.id, viewer),
    can_cancel: !isDone && isOwn,
    can_share: isWhole && isOwn && !row.isRaw,
    can_delete: isDone && isOwn,
    can_report: isWhole,
    can_feature: mayFeature(row) && mayManage(viewer, row),
    open_reports: mayInspect(viewer, row) ? row.openReports : null,
  });
}

const mayFeature = ({ state, input, isExample, isRaw }: FoundRow): boolean =>
  state === "succeeded" && input !== null && !isExample && !isRaw;

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
export async function listPredictions(viewer: Viewer, query: PredictionsQuery) {
  requireScope(viewer, "read");
  const { cursor, ...filters } = query;
  const rows = await findPage(viewer, {
    visitors: isOwner(viewer) ? null : namesOf(viewer),
    after: cursor ? readCursor(cursor, "cursor") : null,
    ...filters,
    limit: PAGE_SIZE + 1,
  });
  const search = new URLSearchParams(Object.entries(filters));
  const { page, next } = cutPage(rows, PAGE_SIZE, `/v1/predictions?${search}`);
  return {
    previous: null,
    next,
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
