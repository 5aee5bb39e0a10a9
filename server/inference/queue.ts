import { setTimeout as sleep } from "node:timers/promises";
import { log } from "#server/log.ts";
import { type Notification, onNotification } from "#server/notifications.ts";
import { shared } from "#server/shared.ts";
import { type Desk, ENGINE_RETRY_MS, openDesk, POLL_MS, refill } from "./claiming.ts";
import { forgetStatus, pauseEngine } from "./engine-status.ts";
import { type Claim, LEASE_SECONDS, renewLeases } from "./lease.ts";
import { changes } from "./live-output.ts";
import { registeredEngines } from "./registry.ts";
import { type AbortReason, type Outcome, runPrediction } from "./runner.ts";
import { endHopeless } from "./sweeps.ts";

const RENEW_MS = (LEASE_SECONDS * 1000) / 3;
/** The longest that a timer takes. */
const TIMER_MAX_MS = 2 ** 31 - 1;
/** How late a prediction that waits may end after its deadline. */
const SWEEP_MS = 1_000;

type Queue = {
  running: Map<string, { abort: AbortController; done: Promise<void> }>;
  wakers: Map<Desk, () => void>;
  /** It claims nothing more. */
  drained: boolean;
  stopped: boolean;
};

const newQueue = (): Queue => ({
  running: new Map(),
  wakers: new Map(),
  drained: false,
  stopped: false,
});

/** Starts running queued predictions in this process, as many at once as each engine has slots. Idempotent. */
export function startQueue(): void {
  shared("queue", () => {
    const queue = newQueue();
    onNotification((notification) => react(queue, notification));
    for (const entry of registeredEngines()) void claimForEver(queue, openDesk(entry));
    void repeat(queue, RENEW_MS, () => renewOnce(queue), "renewing leases");
    void repeat(queue, SWEEP_MS, endHopeless, "ending what is hopeless");
    return queue;
  });
}

/** Stops claiming and waits, for so long, until what runs here has ended. */
export async function drainQueue(patienceMs: number): Promise<void> {
  const queue = shared("queue", newQueue);
  queue.drained = true;
  const late = new AbortController();
  await Promise.race([
    Promise.all([...queue.running.values()].map(({ done }) => done)),
    sleep(patienceMs, undefined, { signal: late.signal }).catch(() => {}), // all have ended
  ]);
  late.abort();
}

/** Stops claiming and hands everything that runs here back to the queue; what readers have seen stays. */
export async function stopQueue(): Promise<void> {
  const queue = shared("queue", newQueue);
  queue.stopped = true;
  wake(queue);
  for (const { abort } of queue.running.values()) abort.abort("shutdown" satisfies AbortReason);
  await Promise.all([...queue.running.values()].map(({ done }) => done));
}

function wake({ wakers }: Queue) {
  for (const waker of wakers.values()) waker();
}

function react(queue: Queue, notification: Notification) {
  if (notification.type === "queued") wake(queue);
  if (notification.type === "cancel") {
    queue.running.get(notification.id)?.abort.abort("canceled" satisfies AbortReason);
    changes().emit(notification.id);
  }
  if (notification.type === "changed") for (const id of notification.ids) changes().emit(id);
}

async function claimForEver(queue: Queue, desk: Desk) {
  while (!queue.stopped && !queue.drained) {
    const woken = new Promise<void>((resolve) => {
      queue.wakers.set(desk, resolve);
    });
    const pauseMs = await refill(desk, (claim) => start(queue, desk, claim)).catch(
      (error: Error) => {
        log.warn({ error: error.message }, "claiming failed; trying again");
        return POLL_MS;
      },
    );
    if (pauseMs > 0) await Promise.race([woken, sleep(pauseMs)]);
  }
}

function start(queue: Queue, desk: Desk, claim: Claim) {
  const abort = new AbortController();
  const deadline = setTimeout(
    () => abort.abort("deadline" satisfies AbortReason),
    claim.leftMs ?? TIMER_MAX_MS,
  );
  const done = runPrediction(claim, desk.entry, abort.signal)
    .catch((error: Error): Outcome => {
      // The database stayed away: the lease runs out and the prediction is claimed anew.
      log.error(
        { prediction: claim.id, error: error.message },
        "a prediction's end was not stored",
      );
      return { kind: "ended" };
    })
    .then((outcome) => {
      clearTimeout(deadline);
      queue.running.delete(claim.id);
      desk.running.delete(claim.id);
      if (outcome.kind === "handed back") leaveAlone(queue, desk, outcome.pauseMs);
      else if (desk.isFull) queue.wakers.get(desk)?.();
    });
  queue.running.set(claim.id, { abort, done });
  if (queue.stopped) abort.abort("shutdown" satisfies AbortReason);
}

/** After work came back: the engine is asked anew how it is, and not before it wants to be. */
function leaveAlone(queue: Queue, { entry }: Desk, pauseMs: number | null) {
  if (pauseMs === null) forgetStatus(entry);
  else pauseEngine(entry, Math.max(pauseMs, ENGINE_RETRY_MS));
  setTimeout(() => wake(queue), Math.max(pauseMs ?? 0, ENGINE_RETRY_MS));
}

async function repeat(queue: Queue, pauseMs: number, work: () => Promise<void>, what: string) {
  while (!queue.stopped) {
    await sleep(pauseMs);
    await work().catch((error: Error) =>
      log.warn({ error: error.message }, `${what} failed; trying again`),
    );
  }
}

async function renewOnce(queue: Queue) {
  const ids = [...queue.running.keys()];
  if (ids.length === 0) return;
  const { canceled, lost } = await renewLeases(ids);
  for (const id of canceled) queue.running.get(id)?.abort.abort("canceled" satisfies AbortReason);
  for (const id of lost) queue.running.get(id)?.abort.abort("lost" satisfies AbortReason);
}
