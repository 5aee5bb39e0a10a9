import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { log } from "#server/log.ts";

const BACKOFF_MIN_MS = 200;
const BACKOFF_MAX_MS = 10_000;
/** A child that lived this long was well: its next restart is quick again. */
const WELL_AFTER_MS = 30_000;

/** A child process that is started again whenever it ends, until it is told to stop. */
export type Supervised = {
  /** Asks it to end, and kills it after `graceMs`. Resolves when it is gone. */
  stop(graceMs: number, signal?: NodeJS.Signals): Promise<void>;
  pid(): number | undefined;
};

/** Starts a child and keeps it running, with growing pauses (0.2 s to 10 s) while it keeps failing. */
export function supervise(name: string, start: () => Promise<ChildProcess>): Supervised {
  let child: ChildProcess | null = null;
  let isStopping = false;
  const stopped = new AbortController();

  const run = async () => {
    let backoffMs = BACKOFF_MIN_MS;
    while (!isStopping) {
      const startedAt = performance.now();
      child = await start();
      const [code, signal] = await ended(child);
      if (isStopping) return;
      if (performance.now() - startedAt > WELL_AFTER_MS) backoffMs = BACKOFF_MIN_MS;
      log.warn(
        { child: name, code, signal, againInMs: backoffMs },
        "a process ended; starting it again",
      );
      await sleep(backoffMs, undefined, { signal: stopped.signal }).catch(() => {}); // told to stop meanwhile
      backoffMs = Math.min(backoffMs * 2, BACKOFF_MAX_MS);
    }
  };
  const finished = run();

  return {
    pid: () => child?.pid,
    async stop(graceMs, signal = "SIGTERM") {
      isStopping = true;
      stopped.abort();
      child?.kill(signal);
      const timer = setTimeout(() => child?.kill("SIGKILL"), graceMs);
      await finished;
      clearTimeout(timer);
    },
  };
}

async function ended(child: ChildProcess): Promise<[number | null, NodeJS.Signals | null]> {
  if (child.exitCode !== null || child.signalCode !== null)
    return [child.exitCode, child.signalCode];
  const [code, signal] = await once(child, "exit").catch((error: Error) => {
    log.error({ error: error.message }, "a process could not be started");
    return [null, null];
  });
  return [code, signal];
}
