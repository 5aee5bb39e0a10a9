import type { IncomingMessage, ServerResponse } from "node:http";
import type { Engine } from "../engine.ts";
import type { CatalogEntry } from "../models/catalog.ts";
import type { PooledModel } from "../models/pool.ts";
import { RequestError } from "./errors.ts";
import { readJson, sendEvent, sendJson } from "./http.ts";
import { bodies, parseBody } from "./requests.ts";

/** llama-server's list with states, adapters among them. */
export function getModels(engine: Engine, _: IncomingMessage, response: ServerResponse): void {
  const data = engine.catalog.list().map((entry) => describeModel(engine, entry));
  sendJson(response, 200, { object: "list", data });
}

/** llama-server's `/models/sse`: every change of a state, as it comes; the present ones first. */
export function getModelEvents(engine: Engine, _: IncomingMessage, response: ServerResponse): void {
  const tell = (model: PooledModel) => sendEvent(response, statusEvent(model));
  for (const { id, kind } of engine.catalog.list())
    if (kind === "base") tell(engine.pool.stateOf(id));
  engine.pool.on("status", tell);
  const end = () => response.end();
  engine.stopSignal.addEventListener("abort", end);
  response.on("close", () => {
    engine.pool.off("status", tell);
    engine.stopSignal.removeEventListener("abort", end);
  });
}

/** Answers at once: loading goes on, and its state tells how. */
export async function postLoad(
  engine: Engine,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { model, n_ctx, keep } = parseBody(bodies.load, await readJson(request));
  const entry = engine.catalog.find(model);
  if (entry?.kind !== "base")
    throw new RequestError("not_found_error", `There is no model ${model} here.`);
  const wish = {
    isWanted: true,
    ...(n_ctx === undefined ? {} : { contextLength: n_ctx }),
    ...(keep === undefined ? {} : { keep }),
  };
  engine.pool.load(model, wish).catch(() => {}); // told by the model's state
  sendJson(response, 200, { success: true });
}

export async function postUnload(
  engine: Engine,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { model } = parseBody(bodies.unload, await readJson(request));
  await engine.pool.unload(model);
  sendJson(response, 200, { success: true });
}

/** vLLM's route and answers: an adapter by a name of its own, from a path on this machine. */
export async function postLoadAdapter(
  engine: Engine,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = parseBody(bodies.loadAdapter, await readJson(request));
  const { lora_name: name, lora_path: path, load_inplace: replaces } = body;
  const { catalog } = engine;
  const known = catalog.find(name);
  if (known && !replaces)
    throw new RequestError("invalid_request_error", `The adapter ${name} is already loaded.`);
  catalog.register(name, path);
  if (catalog.find(name)?.kind !== "adapter") {
    if (known) catalog.register(name, known.path);
    else catalog.unregister(name);
    throw new RequestError("not_found_error", `There is no adapter file at ${path}.`);
  }
  if (known) await engine.dropAdapter(name);
  response.end(`Success: the adapter ${name} is ready to be used.\n`);
}

export async function postUnloadAdapter(
  engine: Engine,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { lora_name: name } = parseBody(bodies.unloadAdapter, await readJson(request));
  engine.requireAdapter(name);
  engine.catalog.unregister(name);
  await engine.dropAdapter(name);
  response.end(`Success: the adapter ${name} is unloaded.\n`);
}

function describeModel(engine: Engine, { id, kind, bytes }: CatalogEntry) {
  const head = { id, object: "model", owned_by: "vitrine" };
  if (kind === "adapter")
    return { ...head, status: { value: "loaded" }, meta: { kind, size_bytes: bytes } };
  const model = engine.pool.stateOf(id);
  const { runtime, keep, lastUsedAt, loadMs } = model;
  const meta = {
    ...{ kind, size_bytes: bytes, n_slots: engine.settings.slots, keep, load_ms: loadMs },
    n_ctx: runtime?.contextLength ?? null,
    memory_bytes: runtime?.memoryBytes() ?? null,
    last_used: lastUsedAt === null ? null : new Date(lastUsedAt).toISOString(),
    idle_ms: engine.settings.idleMs,
    environment: runtime?.environments.with([]) ?? null,
  };
  return { ...head, status: model.status, meta };
}

function statusEvent({ id, status }: PooledModel) {
  const progress = status.value === "loading" ? { progress: { value: status.progress } } : {};
  return { model: id, event: "model_status", data: { status: status.value, ...progress } };
}
