import { noteAddresses } from "./address.ts";
import { startQueue, stopQueue } from "./inference/queue.ts";
import { endStreams } from "./inference/stream.ts";
import { log } from "./log.ts";
import { startRetention } from "./retention.ts";

/** What a web process does beside answering requests: it runs the queue, deletes what is outdated, and leaves tidily. */
export function startWeb(): void {
  noteAddresses();
  startQueue();
  const stopRetention = startRetention();
  const end = () => leave(stopRetention);
  // Next's own handler waits for open connections: end the streams, so that there are none.
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void end());
  // The launcher died without a word: what runs here would be an orphan.
  process.once("disconnect", () => void end().finally(() => process.exit(1)));
}

async function leave(stopRetention: () => void) {
  stopRetention();
  endStreams();
  await stopQueue().catch((error: Error) =>
    log.warn({ error: error.message }, "stopping the queue"),
  );
}
