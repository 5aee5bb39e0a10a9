import type { ModelDefinition } from "#contract/definition.ts";
import type { ModelReadiness } from "#contract/model.ts";
import { env } from "#server/env.ts";
import { invalidInput } from "#server/problem.ts";
import { shared } from "#server/shared.ts";
import { weightsStatus } from "#server/weights.ts";
import { dialects } from "./dialects.ts";
import { type Engine, EngineError, type EngineModel, type Segment, type Target } from "./engine.ts";
import { openAiEngine } from "./openai.ts";

/** An answer about the engine is used again for so long; a good one a little longer, while a new one is on its way. */
const STATUS_FRESH_MS = 250;
const STATUS_STALE_MS = 5_000;

type Status = { at: number; models: EngineModel[]; refresh: Promise<EngineModel[]> | null };

/** The engine that runs the models: the bundled one. */
export function engine(): Engine {
  return shared("engine", () => {
    const { VITRINE_ENGINE_URL, VITRINE_ENGINE_TOKEN } = env();
    const url = VITRINE_ENGINE_URL ?? "http://127.0.0.1:9"; // none was started: the discard port refuses
    return openAiEngine(dialects.bundled, { url, token: VITRINE_ENGINE_TOKEN });
  });
}

/** Weights are known to an engine by their digest. */
export const targetOf = (definition: ModelDefinition): Target => ({
  base: definition.weights.sha256,
});

/** The engine's models, at most a quarter second old; while one is ready, older news will do until newer comes. */
async function engineModels(): Promise<EngineModel[]> {
  const status = engineStatus();
  const age = performance.now() - status.at;
  if (age < STATUS_FRESH_MS) return status.models;
  status.refresh ??= askModels(status);
  const isUsable = age < STATUS_STALE_MS && status.models.some(isReady);
  return isUsable ? status.models : status.refresh;
}

const engineStatus = (): Status =>
  shared("engine-status", (): Status => ({ at: -Infinity, models: [], refresh: null }));

async function askModels(status: Status): Promise<EngineModel[]> {
  status.models = await engine()
    .models()
    .catch(() => []); // it does not answer: nothing is loaded
  status.at = performance.now();
  status.refresh = null;
  return status.models;
}

const isReady = ({ state }: EngineModel): boolean => state.kind === "ready";

/** Makes the next question go to the engine itself, after it has failed in some way. */
export function forgetEngineStatus(): void {
  engineStatus().at = -Infinity;
}

/** How many predictions the engine can run at once: 0 while nothing is loaded. */
export async function engineSlots(): Promise<number> {
  const ready = (await engineModels()).filter(isReady);
  return ready.reduce((most, { slots }) => Math.max(most, slots ?? 1), 0);
}

async function findEngineModel(definition: ModelDefinition): Promise<EngineModel | undefined> {
  const { base } = targetOf(definition);
  return (await engineModels()).find(({ target }) => target.base === base);
}

/** Whether a prediction of this model could run now, and if not what a person can do about it. */
export async function readinessOf(definition: ModelDefinition): Promise<ModelReadiness> {
  const state = (await findEngineModel(definition))?.state;
  if (state?.kind === "ready") return { kind: "ready" };
  if (state?.kind === "loading") return { kind: "waking", progress: state.progress };
  if (state?.kind === "failed") return { kind: "failed", reason: state.reason };
  const weights = await weightsStatus(definition.weights.sha256);
  switch (weights.kind) {
    case "present":
      return { kind: "waking", progress: null };
    case "fetching":
      return { kind: "fetching-weights", progress: weights.progress };
    case "missing":
      return {
        kind: "no-weights",
        reason: weights.reason ?? `The weights ${definition.weights.name} are not here yet.`,
        command: "npm run vitrine -- weights import FILE",
      };
  }
}

/**
 * Refuses an input whose prompt leaves no room for the answer in the model's context: nothing is ever cut. Throws a 422
 * Problem with the counts. While the engine is away the same check is left to it.
 */
export async function requireRoom(definition: ModelDefinition, segments: Segment[]): Promise<void> {
  const model = await findEngineModel(definition);
  if (!model?.contextLength || !isReady(model)) return;
  const { contextLength } = model;
  const { maxTokens } = definition.sampling;
  const bytes = segments.reduce((sum, { text }) => sum + Buffer.byteLength(text) + 1, 0);
  if (bytes + maxTokens <= contextLength) return; // a token is at least one byte
  const tokens = await engine()
    .tokenize(targetOf(definition), segments)
    .catch((error: unknown) => {
      if (error instanceof EngineError) return null; // it has just gone: left to it, as above
      throw error;
    });
  if (tokens === null || tokens.length + maxTokens <= contextLength) return;
  const description = `makes a prompt of ${tokens.length} tokens; with ${maxTokens} for the answer that is more than the ${contextLength} this model can read at once: shorten it`;
  throw invalidInput([{ type: "prompt_too_long", field: "input", description }]);
}
