import diagnostics from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import { noteAddress } from "./address.ts";

/** Does to every request, before Next sees it, what no route could: routes see no connections, and know seven methods. */
export function prepareRequests(): void {
  diagnostics.subscribe("http.server.request.start", (message) => {
    const { request } = message as { request: IncomingMessage };
    noteAddress(request);
    foldPath(request);
  });
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
