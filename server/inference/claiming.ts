import type { ModelDefinition } from "#contract/definition.ts";
import { weightsId } from "#contract/weights.ts";
import { getVersion } from "#server/versions.ts";
import type { ModelState } from "./engine.ts";
import { isPaused, isServedBefore, modelsOn, stateAmong, wakeModel } from "./engine-status.ts";
import { slotsOf } from "./engines.ts";
import { type Claim, claimPredictions, waitingVersions } from "./lease.ts";
import { type RegisteredEngine, targetOn } from "./registry.ts";

/** What a lost notification costs at most. */
export const POLL_MS = 1_000;
/** How soon an engine that was away is asked again while something waits. */
export const ENGINE_RETRY_MS = 300;

/** One engine's place in this process' queue: each claims on its own, so that one that is away holds up no other. */
export type Desk = {
  entry: RegisteredEngine;
  /** The versions that predictions have waited for and this engine serves. */
  served: Map<string, ModelDefinition>;
  /** The base of every prediction that runs here, by its id. */
  running: Map<string, string>;
  /** Whether more may wait than it could take: then each end is a beginning. */
  isFull: boolean;
  lookedAt: number;
};

export const openDesk = (entry: RegisteredEngine): Desk => ({
  ...{ entry, served: new Map(), running: new Map(), isFull: true, lookedAt: -Infinity },
});

/** Fills an engine's free slots and wakes what is waited for; returns for how long there is nothing to do unless woken. */
export async function refill(desk: Desk, start: (claim: Claim) => void): Promise<number> {
  const { entry } = desk;
  if (isPaused(entry)) return Math.max(1, entry.status.pausedUntil - performance.now());
  // Asking an engine that can sleep would keep it awake: only when somebody waits for it.
  if (entry.settings?.scaleToZero && !(await lookAround(desk)).isWanted) return POLL_MS;
  const claimed = await claimReady(desk, start);
  if (claimed > 0 && performance.now() - desk.lookedAt < POLL_MS) return POLL_MS;
  const { isNew, isWaking } = await lookAround(desk);
  if (isNew) await claimReady(desk, start);
  return isWaking ? ENGINE_RETRY_MS : POLL_MS;
}

async function claimReady(desk: Desk, start: (claim: Claim) => void): Promise<number> {
  let claimed = 0;
  desk.isFull = false;
  for (const { versions, free } of await openPools(desk)) {
    const claims = await claimPredictions(versions, free);
    desk.isFull ||= claims.length === Math.max(0, free);
    for (const claim of claims) {
      const weights = desk.served.get(claim.versionId)?.weights;
      const base = weights ? weightsId(weights) : "";
      desk.running.set(claim.id, base);
      start(claim);
      claimed += 1;
    }
  }
  return claimed;
}

/** Versions that share slots: all of a remote engine's, or on the bundled one those of the same weights. */
async function openPools({ entry, served, running }: Desk) {
  if (served.size === 0) return [];
  const models = await modelsOn(entry);
  const pools = new Map<string, { versions: string[]; free: number }>();
  for (const [version, definition] of served) {
    const found = stateAmong(models, entry, definition);
    if (!found || !runs(entry, found.state) || isServedBefore(entry, definition)) continue;
    const { base } = found.model;
    const key = entry.settings ? "" : base;
    const busy = [...running.values()].filter((each) => entry.settings || each === base).length;
    const pool = pools.get(key) ?? { versions: [], free: slotsOf(entry, found.model) - busy };
    pool.versions.push(version);
    pools.set(key, pool);
  }
  return [...pools.values()];
}

const runs = ({ engine }: RegisteredEngine, { kind }: ModelState): boolean =>
  kind === "ready" || (kind === "asleep" && engine.wakesByRequest);

/** Takes note of the versions that predictions wait for, and has loaded what this engine could run but has not ready. */
async function lookAround(desk: Desk) {
  const { entry, served } = desk;
  desk.lookedAt = performance.now();
  const versions = await Promise.all((await waitingVersions()).map((id) => getVersion(id)));
  const ours = versions.filter(({ definition }) => targetOn(entry, definition) !== null);
  const isNew = ours.some(({ id }) => !served.has(id));
  for (const { id, definition } of ours) served.set(id, definition);
  const models = ours.length > 0 ? await modelsOn(entry) : [];
  let isWaking = false;
  for (const { definition } of ours) {
    if (isServedBefore(entry, definition)) continue;
    const state = stateAmong(models, entry, definition)?.state;
    if (state && runs(entry, state)) continue;
    isWaking = true;
    if (state?.kind === "asleep" || state?.kind === "unloaded") void wakeModel(entry, definition);
  }
  return { isWanted: ours.length > 0, isNew, isWaking };
}
