import type { IncomingMessage, ServerResponse } from "node:http";
import type { Engine } from "../engine.ts";
import { RequestError, toRequestError } from "./errors.ts";
import { postChatCompletions, postCompletions } from "./generation-routes.ts";
import { requireToken, sendError } from "./http.ts";
import {
  getModelEvents,
  getModels,
  postLoad,
  postLoadAdapter,
  postUnload,
  postUnloadAdapter,
} from "./model-routes.ts";
import { getHealth, getMetrics, getProps, getSlots } from "./state-routes.ts";
import { postDetokenize, postTokenize } from "./text-routes.ts";

type Handler = (engine: Engine, request: IncomingMessage, response: ServerResponse) => unknown;

const routes: Record<string, Handler> = {
  "GET /models": getModels,
  "GET /v1/models": getModels,
  "GET /models/sse": getModelEvents,
  "POST /models/load": postLoad,
  "POST /models/unload": postUnload,
  "POST /v1/load_lora_adapter": postLoadAdapter,
  "POST /v1/unload_lora_adapter": postUnloadAdapter,
  "POST /v1/completions": postCompletions,
  "POST /v1/chat/completions": postChatCompletions,
  "POST /tokenize": postTokenize,
  "POST /detokenize": postDetokenize,
  "GET /props": getProps,
  "GET /slots": getSlots,
  "GET /metrics": getMetrics,
};

/** Answers one request in llama-server's protocol (tools/server/README.md); never rejects. */
export async function answer(
  engine: Engine,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const path = (request.url ?? "").split("?")[0];
    if (path === "/health") return getHealth(engine, response);
    requireToken(request, engine.settings.token);
    const handler = routes[`${request.method} ${path}`];
    if (!handler) throw new RequestError("not_found_error", "There is nothing here.");
    await handler(engine, request, response);
  } catch (error) {
    sendError(response, toRequestError(error));
  }
}
