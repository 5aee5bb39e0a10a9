import { z } from "zod";
import {
  type Engine,
  EngineError,
  type EngineEvent,
  type GenerateRequest,
  type ModelState,
} from "../engine.ts";
import type { RemoteEngine } from "../openai.ts";
import { runningAnswer } from "./answer.ts";
import { type CogSchema, cogInput, constraintsOf, readCogSchema, unsaidBy } from "./cog-inputs.ts";
import { type CogResult, cogOutput, resultChunk, streamedChunks } from "./cog-output.ts";
import { describeRemote, versionTeller } from "./facts.ts";
import { type Connection, call, send } from "./http.ts";

/**
 * A Cog container: one model, predictions over its own HTTP API. Newer ones stream and take ids, older ones answer at
 * the end. Protocol: docs/http.md of cog.
 */
export function cogEngine(connection: Connection): RemoteEngine {
  const version = versionTeller(connection, "/");
  let schema: CogSchema | null = null;
  const knownSchema = async () => {
    schema ??= await readSchema(connection);
    return schema;
  };
  return {
    get constraints() {
      return schema ? constraintsOf(schema) : [];
    },
    get unsaid() {
      return schema ? unsaidBy(schema) : [];
    },
    takes: ["prompt", "inputs"],
    ...{ specialTokensMayCount: true, scalesAdapters: false, wakesByRequest: true },
    async *generate(request, signal) {
      const known = await knownSchema();
      for await (const event of generate(connection, known, request, signal)) {
        if (event.type === "delta") yield event;
        else yield { ...event, environment: describe(connection, request, await version()) };
      }
    },
    async models() {
      const state = await stateOf(connection);
      if (state.kind === "ready") await knownSchema();
      else schema = null; // another version of the container may come up
      return (connection.models ?? []).map(({ weights, contextLength }) => ({
        ...{ base: weights, state, contextLength, slots: null, loadMs: null },
      }));
    },
    ensure: async () => {},
    release: async () => {},
    withoutTokenizer: () => {},
    tokenize: rejectTokens,
    load: async () => ({ running: null, waiting: null, kvUsed: null }),
  };
}

const rejectTokens: Engine["tokenize"] = async () => {
  throw new EngineError("engine", "A Cog container does not tell how it cuts text into tokens.");
};

async function readSchema(connection: Connection): Promise<CogSchema> {
  try {
    return readCogSchema(await call(connection, { path: "/openapi.json" }));
  } catch (error) {
    if (error instanceof EngineError) throw error;
    throw new EngineError("engine", "The container does not describe its inputs.");
  }
}

const health = z.object({ status: z.string() });

/** What a container says of itself; while nobody answers it is taken to be starting. */
async function stateOf(connection: Connection): Promise<ModelState> {
  const answer = await call(connection, { path: "/health-check" }).catch((error: EngineError) => {
    // The first generations have no such route and serve as soon as they listen.
    return error.kind === "model_not_found" ? { status: "READY" } : { status: "STARTING" };
  });
  switch (health.safeParse(answer).data?.status) {
    case "READY":
    case "BUSY":
      return { kind: "ready" };
    case "SETUP_FAILED":
    case "DEFUNCT":
      return { kind: "failed", reason: "The container's setup failed: see its logs." };
    case "UNHEALTHY":
      return { kind: "failed", reason: "The container's own health check fails: see its logs." };
    default:
      return { kind: "loading", progress: null };
  }
}

async function* generate(
  connection: Connection,
  schema: CogSchema,
  request: GenerateRequest,
  signal: AbortSignal,
): AsyncIterable<EngineEvent> {
  if (request.target.adapter)
    throw new EngineError("bad_request", "A Cog container cannot put an adapter on its weights.");
  const { input, dropped } = cogInput(schema, request);
  const cancel = () => void cancelOn(connection, schema, request.id);
  signal.addEventListener("abort", cancel, { once: true });
  const answer = runningAnswer([]);
  try {
    const response = await sendPrediction(connection, schema, { id: request.id, input }, signal);
    const { maxTokens } = request.sampling;
    const isStream = response.headers.get("content-type")?.includes("text/event-stream");
    const chunks = isStream
      ? streamedChunks(response, maxTokens, signal)
      : [resultChunk(await resultOf(response, signal), maxTokens, true)];
    for await (const chunk of chunks) {
      const delta = answer.add(chunk);
      if (delta) yield delta;
    }
  } finally {
    signal.removeEventListener("abort", cancel);
  }
  yield { ...answer.end(null), dropped };
}

async function sendPrediction(
  connection: Connection,
  { takesIds, streams }: CogSchema,
  body: { id: string; input: unknown },
  signal: AbortSignal,
): Promise<Response> {
  const path = takesIds ? `/predictions/${body.id}` : "/predictions";
  const method = takesIds ? ("PUT" as const) : ("POST" as const);
  const headers: Record<string, string> = streams ? { accept: "text/event-stream" } : {};
  return send(connection, { path, method, body, headers }, signal);
}

async function resultOf(response: Response, signal: AbortSignal): Promise<CogResult> {
  const json: unknown = await response.json().catch(() => {
    signal.throwIfAborted();
    throw new EngineError("network", "The connection to the container was lost.");
  });
  return cogOutput(json);
}

/** The end of the connection cancels it too, but not in every generation. */
async function cancelOn(connection: Connection, { takesIds }: CogSchema, id: string) {
  if (!takesIds) return;
  const path = `/predictions/${id}/cancel`;
  await call(connection, { path, method: "POST" }).catch(() => {}); // it may have ended by itself
}

function describe(connection: Connection, { target }: GenerateRequest, version: string | null) {
  const served = connection.models?.find(({ weights }) => weights === target.base);
  const names = { base: served?.base ?? target.base, adapter: null };
  return describeRemote("cog", names, target, version);
}
