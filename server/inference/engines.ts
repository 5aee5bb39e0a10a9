import type { ModelDefinition } from "#contract/definition.ts";
import type { ModelReadiness } from "#contract/model.ts";
import { askedWith } from "#contract/weights.ts";
import { invalidInput } from "#server/problem.ts";
import { type WeightsStatus, weightsStatus } from "#server/weights.ts";
import { isChat } from "./client/chat-messages.ts";
import {
  type Constraint,
  EngineError,
  type EngineModel,
  type ModelState,
  type Segment,
} from "./engine.ts";
import { modelsSoon, stateAmong } from "./engine-status.ts";
import { keepsTo } from "./limits.ts";
import { loadMsLeft } from "./load-clock.ts";
import {
  enginesFor,
  isOurs,
  type RegisteredEngine,
  registeredEngines,
  takesImages,
  targetOn,
} from "./registry.ts";

/** The engine that would run a model now: the first that has it ready. */
async function readyEngine(definition: ModelDefinition) {
  for (const entry of enginesFor(definition)) {
    const found = stateAmong(await modelsSoon(entry), entry, definition);
    if (found?.state.kind === "ready") return { entry, model: found.model };
  }
  return null;
}

/** How many predictions of a model can run at once, where no engine has it ready once the first one has; 0 where none tells. */
export async function slotsFor(definition: ModelDefinition): Promise<number> {
  const found = await readyEngine(definition);
  if (found) return slotsOf(found.entry, found.model);
  const [entry] = enginesFor(definition);
  const later = entry && stateAmong(await modelsSoon(entry), entry, definition);
  return later ? slotsOf(entry, later.model) : 0;
}

/** How many of a model's predictions an engine takes at once. */
export const slotsOf = (entry: RegisteredEngine, model: EngineModel): number =>
  entry.settings?.slots ?? model.slots ?? 1;

/** Whether any engine could run something, if need be after loading it. */
export async function canServe(): Promise<boolean> {
  const answers = await Promise.all(
    registeredEngines().map(async (entry) => {
      if (entry.settings?.scaleToZero) return true; // it wakes when asked
      const models = await modelsSoon(entry);
      return models.some(({ state }) => isServable(state, entry.status.hasBeenReady));
    }),
  );
  return answers.includes(true);
}

/** Loading for the first time is an obstacle; loading again after a rest is everyday life. */
function isServable({ kind }: ModelState, hasBeenReady: boolean): boolean {
  if (kind === "loading") return hasBeenReady;
  return kind === "ready" || kind === "asleep" || kind === "unloaded";
}

/** How a model stands on one engine; `state` is null where the engine does not tell. */
type Standing = { entry: RegisteredEngine; state: ModelState | null; model: EngineModel };

/** Whether a prediction of this model could run now, and if not what a person can do about it. */
export async function readinessOf(definition: ModelDefinition): Promise<ModelReadiness> {
  const reason = complaintAboutEngine(definition);
  return reason ? { kind: "no-engine", reason } : readinessAmong(definition);
}

async function readinessAmong(definition: ModelDefinition): Promise<ModelReadiness> {
  const found = await Promise.all(
    enginesFor(definition).map((entry) => standingOf(entry, definition)),
  );
  if (found.some(({ state }) => state?.kind === "ready")) return { kind: "ready" };
  const loading = found.find(({ state }) => state?.kind === "loading");
  if (loading) return whileLoading(loading);
  const failed = found.map(({ state }) => state).find((state) => state?.kind === "failed");
  if (failed && found.every(({ entry }) => !entry.settings)) return asFailed(failed);
  const sleeper = found.find(({ state }) => state && canWake(state));
  if (sleeper?.entry.settings) return whileAsleep(sleeper);
  const ours = await weightsReadiness(definition);
  if (ours && ours.kind !== "no-weights")
    return sleeper && ours.kind === "waking" ? whileAsleep(sleeper) : ours;
  return failed ? asFailed(failed) : (whileAway(found) ?? ours ?? WAKING);
}

const asFailed = ({ reason }: { reason: string }): ModelReadiness => ({ kind: "failed", reason });

/** Why none of the engines here can run a model that wants a certain one, or one of a kind; or null. */
function complaintAboutEngine(definition: ModelDefinition): string | null {
  const { engine, weights } = definition;
  if (enginesFor(definition).length > 0) return null;
  if (engine === undefined) {
    const isSeeing = askedWith(weights) === "messages" && takesImages(definition);
    const what = isSeeing ? "takes images" : `has ${weights.name}`;
    const how = isSeeing ? ", with images: true for weights that read them" : "";
    return `It runs on an engine elsewhere that ${what}, and none is set up here: the file at VITRINE_ENGINES lists the engines${how}.`;
  }
  const alone = `It runs on the engine ${engine} alone,`;
  return registeredEngines().some(({ name }) => name === engine)
    ? `${alone} which is not said to serve ${weights.name}: the file at VITRINE_ENGINES says what each serves.`
    : `${alone} which is not set up here: the file at VITRINE_ENGINES lists the engines.`;
}

async function standingOf(entry: RegisteredEngine, definition: ModelDefinition): Promise<Standing> {
  const found = stateAmong(await modelsSoon(entry), entry, definition);
  if (found) return { entry, state: found.state, model: { ...found.model, state: found.state } };
  const state = sleepsUnasked(entry);
  const base = targetOn(entry, definition)?.base ?? "";
  const unknown = { contextLength: null, slots: null, loadMs: null };
  return { entry, state, model: { ...unknown, base, state: { kind: "asleep" } } };
}

const whileLoading = ({ entry, state, model }: Standing): ModelReadiness => ({
  kind: "waking",
  progress: state?.kind === "loading" ? state.progress : null,
  seconds_left: inSeconds(loadMsLeft(entry.name, model)),
});

const whileAsleep = ({ entry, model }: Standing): ModelReadiness => ({
  kind: "asleep",
  wake_seconds: inSeconds(loadMsLeft(entry.name, model)),
});

function whileAway(found: Standing[]): ModelReadiness | null {
  const away = found.find(({ state }) => state?.kind === "unreachable");
  if (!away) return null;
  return asFailed({ reason: `Its engine, ${away.entry.name}, does not answer.` });
}

const canWake = ({ kind }: ModelState): boolean => kind === "asleep" || kind === "unloaded";

const sleepsUnasked = ({ settings }: RegisteredEngine): ModelState | null =>
  settings?.scaleToZero ? { kind: "asleep" } : null;

const inSeconds = (ms: number | null): number | null =>
  ms === null ? null : Math.round(ms / 100) / 10;

/** Whether the bundled engine could have what the model needs; null where that is not to run it. */
async function weightsReadiness(definition: ModelDefinition): Promise<ModelReadiness | null> {
  if (!isOurs(definition)) return null;
  const { weights, adapter } = definition;
  for (const part of adapter ? [weights, adapter] : [weights]) {
    const readiness = whileMissing(part.name, await weightsStatus(part.sha256));
    if (readiness) return readiness;
  }
  return WAKING;
}

const WAKING: ModelReadiness = { kind: "waking", progress: null, seconds_left: null };

function whileMissing(name: string, status: WeightsStatus): ModelReadiness | null {
  switch (status.kind) {
    case "present":
      return null;
    case "fetching":
      return { kind: "fetching-weights", progress: status.progress };
    case "missing":
      return {
        kind: "no-weights",
        reason: status.reason ?? `The weights ${name} are not here yet.`,
        command: "npm run vitrine -- weights import FILE",
      };
  }
}

/** The strongest of these constraints that an engine keeps to; `none` where it keeps to none of them. */
export const chooseConstraint = (entry: RegisteredEngine, candidates: Constraint[]): Constraint =>
  candidates.find(({ kind }) => kind === "none" || keepsTo(entry, kind)) ?? { kind: "none" };

/**
 * Refuses an input whose prompt leaves no room for the answer in the model's context: nothing is ever cut. Throws a 422
 * Problem with the counts. While no engine is ready the same check is left to the one that will run it.
 */
export async function requireRoom(
  definition: ModelDefinition,
  segments: Segment[],
  maxTokens: number,
): Promise<void> {
  const found = await readyEngine(definition);
  const contextLength = found?.model.contextLength;
  const target = found && targetOn(found.entry, definition);
  if (!contextLength || !target) return;
  if (isChat(segments)) return; // only the engine knows what its turns and images come to
  const bytes = segments.reduce((sum, { text }) => sum + Buffer.byteLength(text) + 1, 0);
  if (bytes + maxTokens <= contextLength) return; // a token is at least one byte
  const tokens = await found.entry.engine.tokenize(target, segments).catch((error: unknown) => {
    if (error instanceof EngineError) return null; // it has just gone, or does not tell: left to it, as above
    throw error;
  });
  if (tokens === null || tokens.length + maxTokens <= contextLength) return;
  const description = `makes a prompt of ${tokens.length} tokens; with ${maxTokens} for the answer that is more than the ${contextLength} this model can read at once: shorten it`;
  throw invalidInput([{ type: "prompt_too_long", field: "input", description }]);
}
