import { shared } from "#server/shared.ts";
import type { EngineModel, ModelState } from "./engine.ts";

/** Loading under way, by the clock of performance.now(); `progress` is how far it was when first seen. */
type Load = { since: number; progress: number; isWhole: boolean; isAsked: boolean };
type Sight = {
  at: number;
  kind: ModelState["kind"] | null;
  load: Load | null;
  loadMs: number | null;
};

/** A load counts as measured if its beginning was not missed by more than this. */
const SHARP_MS = 2_000;

/** Takes note of the states of an engine's models, so that loads are measured on engines that do not tell how long one took. */
export function noteStates(engine: string, models: EngineModel[], now = performance.now()): void {
  for (const { base, state } of models) {
    const sight = sightOf(engine, base);
    if (state.kind === "loading") sight.load ??= beginning(sight, state.progress ?? 0, now);
    else endLoad(sight, state, now);
    sight.kind = state.kind;
    sight.at = now;
  }
}

/** Takes note that a model was asked to wake, as some engines never say that they load. */
export function noteWake(engine: string, base: string, now = performance.now()): void {
  sightOf(engine, base).load ??= { since: now, progress: 0, isWhole: true, isAsked: true };
}

/** How long loading takes: as the engine says, else as it was seen to take; null before the first time. */
export const loadMsOf = (engine: string, { base, loadMs }: EngineModel): number | null =>
  loadMs ?? sightOf(engine, base).loadMs;

/** Milliseconds until a model is loaded if it is loading, or would be if it were asked to now; null while nothing was measured. */
export function loadMsLeft(
  engine: string,
  model: EngineModel,
  now = performance.now(),
): number | null {
  const total = loadMsOf(engine, model);
  const { load } = sightOf(engine, model.base);
  const progress = model.state.kind === "loading" ? model.state.progress : null;
  const elapsed = load ? now - load.since : 0;
  if (total !== null)
    return progress === null ? Math.max(0, total - elapsed) : total * (1 - progress);
  if (progress === null || !load || progress <= load.progress) return null;
  return (elapsed * (1 - progress)) / (progress - load.progress);
}

function beginning({ kind, at }: Sight, progress: number, now: number): Load {
  const isWhole = kind !== null && kind !== "loading" && now - at < SHARP_MS;
  return { since: now, progress, isWhole, isAsked: false };
}

function endLoad(sight: Sight, { kind }: ModelState, now: number) {
  const { load } = sight;
  if (!load) return;
  const isPending = load.isAsked && (kind === "asleep" || kind === "unloaded");
  if (isPending) return;
  if (kind === "ready" && load.isWhole) sight.loadMs = now - load.since;
  sight.load = null;
}

function sightOf(engine: string, base: string): Sight {
  const sights = shared("load-clock", () => new Map<string, Sight>());
  const key = `${engine} ${base}`;
  const sight = sights.get(key) ?? { at: -Infinity, kind: null, load: null, loadMs: null };
  sights.set(key, sight);
  return sight;
}
