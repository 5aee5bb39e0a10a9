import { createHash } from "node:crypto";
import { EventSourceParserStream } from "eventsource-parser/stream";
import type { Prediction } from "#contract/prediction.ts";
import { until } from "./installation.ts";

export const MODEL = "/v1/models/vitrine/honeycomb-nlq";

/** A question that the shipped model answers with a query of some length. */
export const QUESTION = {
  nlq: "slowest 10 endpoints by p95 duration in the last 24 hours where status code is 500",
  cols: ["http.route", "http.status_code", "duration_ms", "service.name", "error", "user.id"],
};

/** The cookie of a visitor of some name, the same each time. */
export const visitorCookie = (name: string): string =>
  `vitrine_visitor=${createHash("sha256").update(name).digest("base64url").slice(0, 22)}`;

/** The address of the Vitrine that the tests share. */
export const sharedUrl = (): string => process.env.VITRINE_TEST_URL ?? "";

export function post(url: string, body: unknown, headers: Record<string, string> = {}) {
  return fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}

/** Asks for a prediction and returns it as accepted; fails unless it was. */
export async function create(
  url: string,
  input: unknown = QUESTION,
  headers: Record<string, string> = {},
): Promise<Prediction> {
  const response = await post(`${url}${MODEL}/predictions`, { input }, headers);
  if (response.status !== 201) throw new Error(`${response.status}: ${await response.text()}`);
  return response.json();
}

export async function get(url: string, id: string): Promise<Prediction> {
  const response = await fetch(`${url}/v1/predictions/${id}`);
  if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
  return response.json();
}

/** Waits for a prediction's end, through restarts of whatever answers, and returns it. */
export async function finished(url: string, id: string): Promise<Prediction> {
  let last: Prediction | null = null;
  await until(
    async () => {
      last = await get(url, id).catch(() => last); // it may be restarting this moment
      return last !== null && ["succeeded", "failed", "canceled"].includes(last.status);
    },
    () => `prediction ${id} did not end: ${JSON.stringify(last)}`,
  );
  if (!last) throw new Error("never read");
  return last;
}

export type SentEvent = { event: string; id: string; data: string };

/** Reads a prediction's stream from after `lastEventId`, event by event, until it ends or the caller stops. */
export async function* events(
  url: string,
  id: string,
  lastEventId?: string,
): AsyncGenerator<SentEvent> {
  const response = await fetch(`${url}/v1/predictions/${id}/stream`, {
    headers: lastEventId ? { "last-event-id": lastEventId } : {},
  });
  if (!response.body || !response.ok) throw new Error(`stream: HTTP ${response.status}`);
  const reader = response.body
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream())
    .getReader();
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      yield { event: value.event ?? "", id: value.id ?? "", data: value.data };
    }
  } finally {
    await reader.cancel().catch(() => {}); // the server may have gone
  }
}

/** Resolves when a prediction has written its first words; returns what arrived. */
export async function firstWords(url: string, id: string): Promise<SentEvent> {
  for await (const event of events(url, id)) return event;
  throw new Error("the stream ended without an event");
}
