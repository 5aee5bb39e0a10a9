import type { ServerResponse } from "node:http";
import { type DialectName, type EngineFacts, sendJson } from "./fake-engine-facts.ts";

/** How the engine stands; `died` is vLLM's, `asleep` that of engines that can. */
export type FakeState = "ready" | "loading" | "asleep" | "died" | "unloaded";

const CONTEXT = 512;

/** Answers a question about the engine itself; false where it is none. */
export function answerAboutItself(
  engine: Standing,
  path: string,
  response: ServerResponse,
): boolean {
  const routes: Record<string, () => void> = {
    ...versionRoutes(response),
    ...stateRoutes(engine, response),
  };
  const route = routes[path];
  route?.();
  return route !== undefined;
}

const versionRoutes = (response: ServerResponse) => ({
  "/version": () => sendJson(response, 200, { version: "1.2.3" }),
  "/api/version": () => sendJson(response, 200, { version: "1.2.3" }),
  "/server_info": () => sendJson(response, 200, { version: "1.2.3" }),
  "/info": () => sendJson(response, 200, { version: "1.2.3", model_id: "org/base" }),
  "/props": () => sendJson(response, 200, { build_info: "1.2.3", n_ctx: CONTEXT }),
});

type Standing = {
  dialect: DialectName;
  facts: EngineFacts;
  state: FakeState;
  /** How far it is while it loads. */
  progress: number;
  base: string;
};

function stateRoutes(
  { dialect, facts, state, progress, base }: Standing,
  response: ServerResponse,
): Record<string, () => void> {
  const health = () => {
    if (state === "loading") sendJson(response, 503, facts.error(503, "Loading model", "loading"));
    else if (state === "died") response.writeHead(503).end();
    else response.writeHead(200).end();
  };
  const list = (data: unknown[]) => () => sendJson(response, 200, { object: "list", data });
  const card = { id: base, object: "model", max_model_len: CONTEXT };
  const llama = list(llamaModels(state, progress, base));
  switch (dialect) {
    case "bundled":
      return { "/models": llama, "/v1/models": llama };
    case "llama-server":
      return { "/models": llama, "/health": health };
    case "vllm":
      return {
        "/health": health,
        "/v1/models": list([card, { id: "french", parent: base }]),
        ...(state === "asleep"
          ? { "/is_sleeping": () => sendJson(response, 200, { is_sleeping: true }) }
          : {}),
      };
    case "sglang":
    case "trtllm":
      return { "/health": health, "/v1/models": list([card]) };
    case "tgi":
      return { "/health": health };
    case "ollama":
      return {
        "/api/tags": () => sendJson(response, 200, { models: [{ name: `${base}:latest` }] }),
        "/api/ps": () =>
          sendJson(response, 200, {
            models: state === "ready" ? [{ name: `${base}:latest` }] : [],
          }),
      };
    case "openai":
      return {
        "/v1/models": () =>
          state === "loading" ? health() : sendJson(response, 200, { data: [{ id: base }] }),
      };
  }
}

function llamaModels(state: FakeState, progress: number, base: string): unknown[] {
  const values = {
    ...{ ready: "loaded", loading: "loading", asleep: "sleeping" },
    ...{ died: "failed", unloaded: "unloaded" },
  };
  const meta = { kind: "base", n_ctx: CONTEXT, n_slots: 2 };
  const status = { value: values[state], ...(state === "loading" ? { progress } : {}) };
  return [
    { id: base, status, meta },
    { id: "other", status: { value: "loading", progress: 0.4 }, meta },
    { id: "french", status: { value: "loaded" }, meta: { ...meta, kind: "adapter" } },
  ];
}
