import { type StreamEvent, streamPrediction } from "./inference/stream.ts";
import { log } from "./log.ts";
import { Problem } from "./problem.ts";
import { shared } from "./shared.ts";

const READERS_MAX = 200;

/**
 * A prediction's output as Server-Sent Events in Replicate's shape: `output` with plain text, then `error` or not, then
 * `done`; an id on each, so that a reader resumes with Last-Event-ID. Throws a 429 Problem when too many read already.
 */
export function eventStream(id: string, after: number, signal: AbortSignal): Response {
  const readers = shared("readers", () => ({ count: 0 }));
  if (readers.count >= READERS_MAX)
    throw new Problem(
      429,
      "Busy",
      "Too many streams are open: ask for the prediction itself instead.",
      {
        retryAfterSeconds: 5,
      },
    );
  readers.count += 1;
  const leave = new AbortController();
  signal.addEventListener("abort", () => leave.abort(), { once: true });
  const events = streamPrediction(id, after, leave.signal);
  const encoder = new TextEncoder();
  const release = () => {
    readers.count -= 1;
    leave.abort();
  };
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(encoder.encode(": open\n\n")), // proxies flush on the first bytes
    async pull(controller) {
      const next = await events.next().catch((error: Error) => {
        log.warn(
          { prediction: id, error: error.message },
          "a stream broke off; its reader comes back",
        );
        return { done: true as const, value: undefined };
      });
      if (!next.done) return controller.enqueue(encoder.encode(encodeEvent(next.value)));
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
