import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { ModelDefinition } from "#contract/definition.ts";
import { log } from "#server/log.ts";
import { weightsPath } from "#server/weights.ts";
import { probe } from "./client/probe.ts";
import type { EngineModel, ModelState } from "./engine.ts";
import { noteStates, noteWake } from "./load-clock.ts";
import { enginesFor, type RegisteredEngine, targetOn } from "./registry.ts";

/** An answer about an engine is used again for so long; a good one a little longer, while a new one is on its way. */
const STATUS_FRESH_MS = 250;
const STATUS_STALE_MS = 5_000;
/** An engine that can sleep is not asked while nothing waits for it: what it said last counts for so long. */
const SLEEPER_STALE_MS = 60_000;
const PROBE_FRESH_MS = 3_600_000;
const PROBE_RETRY_MS = 5_000;
const WAKE_EVERY_MS = 3_000;
/** Nobody who looks at a page waits longer for news of an engine that may be away. */
const PATIENCE_MS = 300;

const isReady = ({ state }: EngineModel): boolean => state.kind === "ready";

/** An engine's models, at most a quarter second old; while one is ready, older news will do until newer comes. */
export async function modelsOn(entry: RegisteredEngine): Promise<EngineModel[]> {
  const { status } = entry;
  const age = performance.now() - status.at;
  if (age < STATUS_FRESH_MS) return status.models;
  status.refresh ??= askModels(entry);
  const isUsable = age < STATUS_STALE_MS && status.models.some(isReady);
  return isUsable ? status.models : status.refresh;
}

/** The same for somebody who waits: an engine elsewhere gets 0.3 s for its answer, then what is known has to do. */
export async function modelsSoon(entry: RegisteredEngine): Promise<EngineModel[]> {
  if (!entry.settings) return modelsOn(entry);
  if (entry.settings.scaleToZero) return knownModels(entry);
  return Promise.race([
    modelsOn(entry),
    sleep(PATIENCE_MS, undefined, { ref: false }).then(() => knownModels(entry)),
  ]);
}

/** What is known without waiting; asks for news unless that would wake an engine nobody needs. */
function knownModels(entry: RegisteredEngine): EngineModel[] {
  const age = performance.now() - entry.status.at;
  const isSleeper = entry.settings?.scaleToZero ?? false;
  if (age > STATUS_FRESH_MS && !isSleeper) void modelsOn(entry);
  return age < (isSleeper ? SLEEPER_STALE_MS : STATUS_STALE_MS) ? entry.status.models : [];
}

async function askModels(entry: RegisteredEngine): Promise<EngineModel[]> {
  const { status, engine } = entry;
  const models = await engine.models().catch(() => []); // it does not answer: nothing is loaded
  probeOnce(entry, models);
  status.models = models.map((model) => asSeenFrom(entry, model));
  noteStates(entry.name, status.models);
  status.hasBeenReady ||= status.models.some(isReady);
  status.at = performance.now();
  status.refresh = null;
  return status.models;
}

/** Nothing runs on a remote engine before it is known what it can do, and one that sleeps when idle is never away. */
function asSeenFrom({ settings, capabilities }: RegisteredEngine, model: EngineModel): EngineModel {
  const isUntried = isReady(model) && settings && !capabilities;
  const isAsleep = model.state.kind === "unreachable" && settings?.scaleToZero;
  return isUntried || isAsleep ? { ...model, state: { kind: "loading", progress: null } } : model;
}

/** Tries out what a remote engine can do when it is first seen ready, and again every hour. */
function probeOnce(entry: RegisteredEngine, models: EngineModel[]): void {
  const { status, capabilities, engine, settings } = entry;
  const ready = models.find(isReady);
  const isKnown = capabilities && Date.now() - capabilities.at.getTime() < PROBE_FRESH_MS;
  if (!settings || !ready || isKnown || status.isProbing) return;
  status.isProbing = true;
  probe(engine, { base: ready.base, adapter: null })
    .then((found) => {
      entry.capabilities = found;
      forgetStatus(entry);
      status.isProbing = false;
    })
    .catch((error: Error) => {
      log.warn({ engine: entry.name, error: error.message }, "trying out an engine failed");
      setTimeout(() => {
        status.isProbing = false;
      }, PROBE_RETRY_MS).unref();
    });
}

/** Makes the next question go to the engine itself, after it has failed in some way. */
export function forgetStatus({ status }: RegisteredEngine): void {
  status.at = -Infinity;
}

/** Where a model stands among an engine's models, or null where the engine does not tell. */
export function stateAmong(
  models: EngineModel[],
  entry: RegisteredEngine,
  definition: ModelDefinition,
): { model: EngineModel; state: ModelState } | null {
  const base = targetOn(entry, definition)?.base;
  const model = models.find((each) => each.base === base);
  if (!model) return null;
  const isIncomplete = isReady(model) && !hasAdapter(entry, definition);
  return { model, state: isIncomplete ? { kind: "unloaded" } : model.state };
}

/** The bundled engine reads adapters from the weights' store, where they may not have arrived yet. */
const hasAdapter = (entry: RegisteredEngine, { adapter }: ModelDefinition): boolean =>
  !adapter || entry.settings !== null || existsSync(weightsPath(adapter.sha256));

/** Whether another engine that comes before this one has the model ready: then that one runs it. */
export function isServedBefore(entry: RegisteredEngine, definition: ModelDefinition): boolean {
  const candidates = enginesFor(definition);
  return candidates.slice(0, Math.max(0, candidates.indexOf(entry))).some((each) => {
    const found = stateAmong(knownModels(each), each, definition);
    return found?.state.kind === "ready" && !isPaused(each);
  });
}

export const isPaused = ({ status }: RegisteredEngine): boolean =>
  performance.now() < status.pausedUntil;

/** Leaves an engine alone for a while that has handed work back. */
export function pauseEngine(entry: RegisteredEngine, ms: number): void {
  entry.status.pausedUntil = Math.max(entry.status.pausedUntil, performance.now() + ms);
  forgetStatus(entry);
}

/** Asks an engine to load what a waiting prediction needs, at most every three seconds for each base. Never throws. */
export async function wakeModel(
  entry: RegisteredEngine,
  definition: ModelDefinition,
): Promise<void> {
  const target = targetOn(entry, definition);
  if (!target || !hasAdapter(entry, definition)) return;
  const { wakes } = entry.status;
  const key = `${target.base} ${target.adapter?.name ?? ""}`;
  if (performance.now() - (wakes.get(key) ?? -Infinity) < WAKE_EVERY_MS) return;
  wakes.set(key, performance.now());
  noteWake(entry.name, target.base);
  await entry.engine
    .ensure(target, definition.weights.contextLength)
    .catch((error: Error) =>
      log.warn({ engine: entry.name, error: error.message }, "an engine would not load a model"),
    );
}
