import { z } from "zod";
import type { Dialect } from "../dialects/dialect.ts";
import { EngineError, type EngineModel, type ModelState } from "../engine.ts";
import { type Connection, call } from "./http.ts";

/** What is known of the models of an engine, under the engine's own names. */
export type FoundModel = Omit<EngineModel, "base"> & { name: string };

/** Asks an engine what it has loaded or could load. Throws EngineError while it does not answer. */
export async function findModels(dialect: Dialect, connection: Connection): Promise<FoundModel[]> {
  switch (dialect.states) {
    case "list":
      return listedModels(dialect, connection);
    case "health":
      return healthyModels(dialect, connection);
    case "loaded":
      return loadedModels(dialect, connection);
  }
}

/** Words for what went wrong while asking; `wasUp`: it has answered before. */
export function stateOfFailure(dialect: Dialect, error: unknown, wasUp: boolean): ModelState {
  if (!(error instanceof EngineError)) return { kind: "failed", reason: NOT_ITS_PROTOCOL };
  switch (error.kind) {
    case "starting":
      if (dialect.failsWith503 && wasUp && error.message.startsWith("HTTP 503"))
        return { kind: "failed", reason: "The engine says that it has failed." };
      return wasUp ? away(error) : { kind: "loading", progress: null };
    case "overloaded":
      return { kind: "loading", progress: null };
    case "network":
    case "timeout":
      return wasUp ? away(error) : { kind: "loading", progress: null };
    case "auth":
      return { kind: "failed", reason: "The engine refuses the key in Vitrine's settings." };
    default:
      return {
        kind: "failed",
        reason: "The engine answers a question about itself with an error.",
      };
  }
}

const NOT_ITS_PROTOCOL =
  "What answers there does not speak this engine's protocol: check address and dialect.";

const away = ({ message }: EngineError): ModelState => ({ kind: "unreachable", reason: message });

const idList = z.object({ data: z.array(z.looseObject({ id: z.string() })) });

const listed = z.object({
  id: z.string(),
  status: z
    .object({
      value: z.string(),
      failed: z.boolean().nullish(),
      progress: z.number().nullish(),
      reason: z.string().nullish(),
    })
    .nullish(),
  max_model_len: z.number().nullish(),
  meta: z
    .object({
      kind: z.string(),
      n_ctx: z.number().nullish(),
      n_slots: z.number().nullish(),
      load_ms: z.number().nullish(),
    })
    .partial()
    .nullish(),
});

async function listedModels(dialect: Dialect, connection: Connection): Promise<FoundModel[]> {
  // A single llama-server has no states in its list: its health tells.
  const list = await readList(dialect, connection);
  const withoutState = list.some(({ status }) => !status);
  if (withoutState && dialect.paths.health) await call(connection, { path: dialect.paths.health });
  return list
    .filter(({ meta }) => meta?.kind !== "adapter")
    .map(({ id, status, meta, max_model_len }) => ({
      name: id,
      state: status ? listedState(status) : { kind: "ready" },
      contextLength: meta?.n_ctx ?? max_model_len ?? null,
      slots: meta?.n_slots ?? null,
      loadMs: meta?.load_ms ?? null,
    }));
}

async function readList(dialect: Dialect, connection: Connection) {
  const answer = await call(connection, { path: dialect.paths.models ?? "/v1/models" });
  return idList.parse(answer).data.map((entry) => listed.parse(entry));
}

function listedState(status: NonNullable<z.infer<typeof listed>["status"]>): ModelState {
  if (status.failed || status.value === "failed")
    return { kind: "failed", reason: status.reason ?? "The engine gave no reason." };
  switch (status.value) {
    case "loaded":
    case "ready":
      return { kind: "ready" };
    case "loading":
    case "downloading":
      return { kind: "loading", progress: status.progress ?? null };
    case "downloaded":
      return { kind: "loading", progress: null };
    case "sleeping":
      return { kind: "asleep" };
    default:
      return { kind: "unloaded" };
  }
}

async function healthyModels(dialect: Dialect, connection: Connection): Promise<FoundModel[]> {
  const { health, models, asleep } = dialect.paths;
  if (health) await call(connection, { path: health }).catch(ignoreMissing);
  const isAsleep = asleep ? await sleeps(connection, asleep) : false;
  const state: ModelState = isAsleep ? { kind: "asleep" } : { kind: "ready" };
  const list = models ? await readList(dialect, connection) : servedAnyway(connection);
  return list.map(({ id, max_model_len, meta }) => ({
    ...{ name: id, state, slots: null, loadMs: null },
    contextLength: max_model_len ?? meta?.n_ctx ?? null,
  }));
}

/** What stands in front of an engine may pass on its OpenAI routes alone: then its list of models is its health. */
function ignoreMissing(error: unknown) {
  if (!(error instanceof EngineError) || error.kind !== "model_not_found") throw error;
}

/** An engine without a list of models is taken at the settings' word. */
const servedAnyway = (connection: Connection): z.infer<typeof listed>[] =>
  (connection.models ?? []).map(({ base }) => ({ id: base }));

const sleeping = z.object({ is_sleeping: z.boolean() });

/** A route for development only: mostly there is none. */
async function sleeps(connection: Connection, path: string): Promise<boolean> {
  const answer = await call(connection, { path }).catch(() => null);
  return sleeping.safeParse(answer).data?.is_sleeping ?? false;
}

const ollamaList = z.object({ models: z.array(z.looseObject({ name: z.string() })) });

async function loadedModels(dialect: Dialect, connection: Connection): Promise<FoundModel[]> {
  const [installed, running] = await Promise.all([
    call(connection, { path: dialect.paths.models ?? "/api/tags" }),
    call(connection, { path: "/api/ps" }),
  ]);
  const loaded = new Set(ollamaList.parse(running).models.map(({ name }) => name));
  return ollamaList.parse(installed).models.map(({ name }) => ({
    ...{ name, contextLength: null, slots: null, loadMs: null },
    state: loaded.has(name) ? { kind: "ready" } : { kind: "unloaded" },
  }));
}
