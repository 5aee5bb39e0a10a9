import { setTimeout as sleep } from "node:timers/promises";
import { log } from "#server/log.ts";
import { type Notification, onNotification } from "#server/notifications.ts";
import { shared } from "#server/shared.ts";
import { engineSlots, forgetEngineStatus } from "./engines.ts";
import {
  type Claim,
  claimPredictions,
  failExhausted,
  LEASE_SECONDS,
  renewLeases,
} from "./lease.ts";
import { changes } from "./live-output.ts";
import { type AbortReason, runPrediction } from "./runner.ts";

/** What a lost notification costs at most. */
const POLL_MS = 1_000;
const RENEW_MS = (LEASE_SECONDS * 1000) / 3;
/** How soon an engine that was away is asked again while something waits. */
const ENGINE_RETRY_MS = 300;

type Queue = {
  running: Map<string, { abort: AbortController; done: Promise<void> }>;
  wake: () => void;
  stopped: boolean;
};

/** Starts running queued predictions in this process, as many at once as the engine has slots. Idempotent. */
export function startQueue(): void {
  shared("queue", () => {
    const queue: Queue = { running: new Map(), wake: () => {}, stopped: false };
    onNotification((notification) => react(queue, notification));
    void claimForEver(queue);
    void renewForEver(queue);
    return queue;
  });
}

/** Stops claiming and hands everything that runs here back to the queue; what readers have seen stays. */
export async function stopQueue(): Promise<void> {
  const queue = shared<Queue>("queue", () => ({
    running: new Map(),
    wake: () => {},
    stopped: true,
  }));
  queue.stopped = true;
  queue.wake();
  for (const { abort } of queue.running.values()) abort.abort("shutdown" satisfies AbortReason);
  await Promise.all([...queue.running.values()].map(({ done }) => done));
}

function react(queue: Queue, notification: Notification) {
  if (notification.type === "queued") queue.wake();
  if (notification.type === "cancel") {
    queue.running.get(notification.id)?.abort.abort("canceled" satisfies AbortReason);
    changes().emit(notification.id);
  }
  if (notification.type === "changed") for (const id of notification.ids) changes().emit(id);
}

async function claimForEver(queue: Queue) {
  while (!queue.stopped) {
    const woken = new Promise<void>((resolve) => {
      queue.wake = resolve;
    });
    const pauseMs = await claimOnce(queue).catch((error: Error) => {
      log.warn({ error: error.message }, "claiming failed; trying again");
      return POLL_MS;
    });
    if (pauseMs > 0) await Promise.race([woken, sleep(pauseMs)]);
  }
}

/** Fills the free slots; returns for how long there is nothing to do unless woken. */
async function claimOnce(queue: Queue): Promise<number> {
  const slots = await engineSlots();
  if (slots === 0) return ENGINE_RETRY_MS;
  const free = slots - queue.running.size;
  if (free <= 0) return POLL_MS;
  const claims = await claimPredictions(free);
  for (const claim of claims) start(queue, claim);
  return POLL_MS;
}

function start(queue: Queue, claim: Claim) {
  const abort = new AbortController();
  const done = runPrediction(claim, abort.signal)
    .catch((error: Error): "ended" => {
      // The database stayed away: the lease runs out and the prediction is claimed anew.
      log.error(
        { prediction: claim.id, error: error.message },
        "a prediction's end was not stored",
      );
      return "ended";
    })
    .then((outcome) => {
      queue.running.delete(claim.id);
      if (outcome === "ended") return queue.wake();
      forgetEngineStatus();
      setTimeout(() => queue.wake(), ENGINE_RETRY_MS);
    });
  queue.running.set(claim.id, { abort, done });
}

async function renewForEver(queue: Queue) {
  while (!queue.stopped) {
    await sleep(RENEW_MS);
    await renewOnce(queue).catch((error: Error) =>
      log.warn({ error: error.message }, "renewing leases failed; trying again"),
    );
  }
}

async function renewOnce(queue: Queue) {
  const ids = [...queue.running.keys()];
  if (ids.length > 0) {
    const { canceled, lost } = await renewLeases(ids);
    for (const id of canceled) queue.running.get(id)?.abort.abort("canceled" satisfies AbortReason);
    for (const id of lost) queue.running.get(id)?.abort.abort("lost" satisfies AbortReason);
  }
  for (const id of await failExhausted()) changes().emit(id);
}
