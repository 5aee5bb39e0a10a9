import type { IncomingMessage, ServerResponse } from "node:http";
import { type Chunk, prepareCompletion, runCompletion } from "./completions.ts";
import type { LoadedEngine } from "./engine.ts";
import { RequestError, toRequestError } from "./errors.ts";
import { readJson, requireToken, sendError, sendEvent, sendJson } from "./http.ts";
import { parseCompletionRequest, parseTokenizeRequest } from "./requests.ts";

type Handler = (
  engine: LoadedEngine,
  request: IncomingMessage,
  response: ServerResponse,
) => unknown;

const routes: Record<string, Handler> = {
  "GET /models": getModels,
  "GET /props": getProps,
  "GET /slots": getSlots,
  "POST /tokenize": postTokenize,
  "POST /v1/completions": postCompletions,
};

/** Answers one request in llama-server's protocol (tools/server/README.md); never rejects. */
export async function answer(
  engine: LoadedEngine,
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

function getHealth(engine: LoadedEngine, response: ServerResponse): void {
  engine.requireRuntime();
  sendJson(response, 200, { status: "ok" });
}

function getModels(engine: LoadedEngine, _: IncomingMessage, response: ServerResponse): void {
  const { model, slots } = engine.settings;
  const meta = { n_ctx: engine.runtime?.contextLength ?? null, n_slots: slots };
  sendJson(response, 200, {
    object: "list",
    data: [{ id: model.name, object: "model", status: engine.status, meta }],
  });
}

function getProps(engine: LoadedEngine, _: IncomingMessage, response: ServerResponse): void {
  const { build, contextLength, environment } = engine.requireRuntime();
  sendJson(response, 200, {
    build_info: build,
    total_slots: engine.settings.slots,
    n_ctx: contextLength,
    model_alias: engine.settings.model.name,
    environment,
  });
}

/** Not llama-server's list of slots: how many are busy and how many requests wait. */
function getSlots(engine: LoadedEngine, _: IncomingMessage, response: ServerResponse): void {
  sendJson(response, 200, {
    total: engine.settings.slots,
    ...engine.requireRuntime().scheduler.load,
  });
}

async function postTokenize(
  engine: LoadedEngine,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = parseTokenizeRequest(await readJson(request));
  const { tokenizer } = engine.requireRuntime();
  requireModel(engine, body.model ?? engine.settings.model.name);
  const { content } = body;
  const kind = body.parse_special ? ("template" as const) : ("text" as const);
  const segments = typeof content === "string" ? [{ kind, text: content }] : content;
  const asPrompt = typeof content !== "string" || body.add_special;
  const ids = asPrompt ? tokenizer.prompt(segments) : tokenizer.pieces(segments);
  sendJson(response, 200, { tokens: body.with_pieces ? tokenizer.withPieces(ids) : ids });
}

function requireModel(engine: LoadedEngine, model: string): void {
  if (model !== engine.settings.model.name)
    throw new RequestError("not_found_error", `There is no model ${model} here.`);
}

async function postCompletions(
  engine: LoadedEngine,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = parseCompletionRequest(await readJson(request));
  const runtime = engine.requireRuntime();
  requireModel(engine, body.model);
  const signal = endOf(response, engine.stopSignal);
  const completion = await prepareCompletion(runtime, body);
  if (body.stream) {
    const last = await runCompletion(runtime, completion, signal, (chunk) =>
      sendEvent(response, chunk),
    );
    sendEvent(response, last);
    sendEvent(response, "[DONE]");
    response.end();
    return;
  }
  const chunks: Chunk[] = [];
  const last = await runCompletion(runtime, completion, signal, (chunk) => chunks.push(chunk));
  sendJson(response, 200, { ...last, choices: [joinChoices(chunks)] });
}

/** Aborts when the client leaves or the engine stops. */
function endOf(response: ServerResponse, stopSignal: AbortSignal): AbortSignal {
  const end = new AbortController();
  const onStop = () => end.abort(stopSignal.reason);
  stopSignal.addEventListener("abort", onStop);
  response.on("close", () => {
    stopSignal.removeEventListener("abort", onStop);
    end.abort(new RequestError("server_error", "The client left."));
  });
  return end.signal;
}

function joinChoices(chunks: Chunk[]) {
  const parts = chunks.flatMap((chunk) => chunk.choices);
  return {
    index: 0,
    text: parts.map((part) => part.text).join(""),
    tokens: parts.flatMap((part) => part.tokens),
    finish_reason: parts.at(-1)?.finish_reason ?? null,
  };
}
