import diagnostics from "node:diagnostics_channel";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { noteAddress } from "./address.ts";
import { env } from "./env.ts";
import { log } from "./log.ts";
import { countRequest } from "./metrics.ts";
import { handleInRush } from "./rush.ts";
import { shared } from "./shared.ts";

type Handle = (request: IncomingMessage, response: ServerResponse) => void;

const POLL_MS = 20;

const traffic = () =>
  shared("traffic", () => ({ open: new Set<ServerResponse>(), server: null as Server | null }));

/** Does to every request, before Next sees it, what no route could: routes see no connections, know seven methods, and come late. */
export function prepareRequests(): void {
  diagnostics.subscribe("http.server.request.start", (message) => {
    const { server } = message as { server: Server };
    if (traffic().server === server) return;
    traffic().server = server;
    const handlers = server.listeners("request") as Handle[];
    server.removeAllListeners("request").on("request", (request, response) => {
      note(request, response);
      handleInRush(request, response, () => {
        for (const handle of handlers) handle(request, response);
      });
    });
  });
}

function note(request: IncomingMessage, response: ServerResponse) {
  const { open } = traffic();
  open.add(response);
  noteAddress(request);
  foldPath(request);
  const [path, startedAt] = [request.url ?? "", performance.now()];
  response.once("close", () => {
    open.delete(response);
    const seconds = (performance.now() - startedAt) / 1_000;
    const answer = { path, method: request.method ?? "", status: response.statusCode, seconds };
    countRequest(answer);
    if (env().VITRINE_ACCESS_LOG === "on") logRequest(answer);
  });
}

/** What an address asks for may hold a visitor's text, and the rest of a share's is a secret: neither is logged. */
function logRequest(answer: { path: string; method: string; status: number; seconds: number }) {
  const { method, status, seconds } = answer;
  const path = answer.path.replace(/\?.*$/s, "").replace(/^\/s\/.*$/s, "/s/…");
  log.info({ method, path, status, ms: Math.round(seconds * 1_000) }, "request");
}

/** Takes no new connections and waits, for so long, until what was asked is answered. */
export async function finishRequests(patienceMs: number): Promise<void> {
  const { open, server } = traffic();
  server?.close();
  const deadline = performance.now() + patienceMs;
  while (open.size > 0 && performance.now() < deadline) await sleep(POLL_MS);
}

/**
 * Replicate's newer client for Python has `/v1` in its base address where the older one adds it: one setting serves both
 * if what is there twice counts once. Its search is a QUERY of the models, which Next has no handler for.
 */
function foldPath(request: IncomingMessage): void {
  const path = (request.url ?? "").replace(/^\/v1\/v1(?=\/|$)/, "/v1");
  const isSearch = request.method === "QUERY" && /^\/v1\/models\/?(?:\?|$)/.test(path);
  request.url = isSearch ? "/v1/models/search" : path;
  if (isSearch) request.method = "POST";
}
