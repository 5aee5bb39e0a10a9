import { finishRequests, prepareRequests } from "./incoming.ts";
import { drainQueue, startQueue, stopQueue } from "./inference/queue.ts";
import { endStreams } from "./inference/stream.ts";
import { startJobs } from "./jobs.ts";
import { log } from "./log.ts";
import { onNotification } from "./notifications.ts";
import { announceLeaving } from "./readiness.ts";
import { flushTraces, startTracing } from "./tracing.ts";
import { forgetVersions } from "./versions.ts";

/** Less than what the launcher, and most platforms, give it. */
const DRAIN_MS = 20_000;

/** For answers that are on their way. */
const ANSWER_MS = 2_000;

/** What a web process does beside answering requests: it runs the queue, does the jobs that come up, and leaves tidily. */
export function startWeb(): void {
  startTracing();
  prepareRequests();
  startQueue();
  onNotification((told) => {
    if (told.type === "deleted-versions") forgetVersions(told.ids);
  });
  const stopJobs = startJobs();
  // Ours alone: Next's own handler would exit while predictions run that nobody follows.
  process.once("SIGTERM", () => void leave(stopJobs, DRAIN_MS).finally(() => process.exit(0)));
  process.once("SIGINT", () => void leave(stopJobs, 0).finally(() => process.exit(0)));
  // The launcher died without a word: what runs here would be an orphan.
  process.once("disconnect", () => void leave(stopJobs, 0).finally(() => process.exit(1)));
}

/** Lets what runs here end, for so long, and hands the rest back; whoever follows what does not run here goes elsewhere at once. */
async function leave(stopJobs: () => Promise<void>, patienceMs: number) {
  announceLeaving();
  endStreams("idle");
  const jobs = stopJobs();
  await drainQueue(patienceMs);
  endStreams("all");
  await Promise.all([stopQueue(), jobs, finishRequests(ANSWER_MS)])
    .then(flushTraces)
    .catch((error: Error) => log.warn({ error: error.message }, "leaving"));
}
