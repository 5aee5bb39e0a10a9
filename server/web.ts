import { prepareRequests } from "./incoming.ts";
import { startQueue, stopQueue } from "./inference/queue.ts";
import { endStreams } from "./inference/stream.ts";
import { startJobs } from "./jobs.ts";
import { log } from "./log.ts";
import { onNotification } from "./notifications.ts";
import { forgetVersions } from "./versions.ts";

/** What a web process does beside answering requests: it runs the queue, does the jobs that come up, and leaves tidily. */
export function startWeb(): void {
  prepareRequests();
  startQueue();
  onNotification((told) => {
    if (told.type === "deleted-versions") forgetVersions(told.ids);
  });
  const stopJobs = startJobs();
  const end = () => leave(stopJobs);
  // Next's own handler waits for open connections: end the streams, so that there are none.
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void end());
  // The launcher died without a word: what runs here would be an orphan.
  process.once("disconnect", () => void end().finally(() => process.exit(1)));
}

async function leave(stopJobs: () => Promise<void>) {
  endStreams();
  await Promise.all([stopQueue(), stopJobs()]).catch((error: Error) =>
    log.warn({ error: error.message }, "leaving"),
  );
}
