import { type StreamEvent, streamPrediction } from "./inference/stream.ts";
import { log } from "./log.ts";
import { Problem } from "./problem.ts";
import { shared } from "./shared.ts";

const READERS_MAX = 200;
const RECONNECT_MS = 500;

/**
 * A prediction's output as Server-Sent Events in Replicate's shape: `output` with plain text, then `error` or not, then
 * `done`; an id on each, so that a reader resumes with Last-Event-ID. Throws a 429 Problem when too many read already.
 */
export const eventStream = (id: string, after: number, asker: AbortSignal): Response =>
  streamResponse((signal) => encodeEvents(id, after, signal), asker);

async function* encodeEvents(id: string, after: number, signal: AbortSignal) {
  for await (const event of streamPrediction(id, after, signal)) {
    yield encodeEvent(event);
    if (event.type === "done") return;
  }
  // This process leaves: a browser comes back so soon. An event of a name of ours would end Replicate's client.
  yield `retry: ${RECONNECT_MS}\n`;
}

const countOfReaders = () => shared("readers", () => ({ count: 0 }));

/** How many streams of this process are being read. */
export const openReaders = (): number => countOfReaders().count;

/**
 * Server-Sent Events as `write` gives them, one at a time: a slow reader holds a place, not a buffer. Throws a 429 Problem
 * when too many read already.
 */
export function streamResponse(
  write: (signal: AbortSignal) => AsyncGenerator<string>,
  asker: AbortSignal,
): Response {
  const readers = countOfReaders();
  if (readers.count >= READERS_MAX) throw tooManyReaders();
  readers.count += 1;
  const leave = new AbortController();
  asker.addEventListener("abort", () => leave.abort(), { once: true });
  const events = write(leave.signal);
  const encoder = new TextEncoder();
  const release = () => {
    readers.count -= 1;
    leave.abort();
  };
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(encoder.encode(": open\n\n")), // proxies flush on the first bytes
    async pull(controller) {
      const next = await events.next().catch((error: Error) => {
        log.warn({ error: error.message }, "a stream broke off; its reader comes back");
        return { done: true as const, value: undefined };
      });
      if (!next.done) return controller.enqueue(encoder.encode(next.value));
      release();
      controller.close();
    },
    cancel: release,
  });
  return new Response(body, {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store",
      "x-accel-buffering": "no",
    },
  });
}

function tooManyReaders(): Problem {
  const detail = "Too many streams are open: ask for the prediction itself instead.";
  return new Problem(429, "Busy", detail, { retryAfterSeconds: 5 });
}

/** The number of the last chunk a reader has, by its Last-Event-ID; 0 to begin. */
export function lastEventId(headers: Headers): number {
  const id = Number(headers.get("last-event-id") ?? 0);
  return Number.isSafeInteger(id) && id > 0 ? id : 0;
}

function encodeEvent(event: StreamEvent): string {
  if (event.type === "heartbeat") return ": alive\n"; // no blank line: a Go client would forget its last id
  const lines = dataOf(event)
    .split(/\r\n|\r|\n/)
    .map((line) => `data: ${line}\n`);
  return `event: ${event.type}\nid: ${event.id}\n${lines.join("")}\n`;
}

function dataOf(event: Exclude<StreamEvent, { type: "heartbeat" }>): string {
  switch (event.type) {
    case "output":
      return event.text;
    case "error":
      return JSON.stringify({ detail: event.detail });
    case "done":
      return JSON.stringify(event.reason ? { reason: event.reason } : {});
  }
}
