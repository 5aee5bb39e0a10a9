import { z } from "zod";
import {
  type Constraint,
  EngineError,
  type EngineErrorKind,
  type EngineModel,
  type GenerateRequest,
  type ModelState,
} from "./engine.ts";

/** How one kind of engine wants things said. Data for the one client in `openai.ts`; never a class of its own. */
export type Dialect = {
  name: string;
  completionPath: string;
  modelsPath: string;
  tokenizePath: string;
  /** The body of a streamed completion. */
  body(request: GenerateRequest): Record<string, unknown>;
  /** One entry of the engine's model list. */
  model(entry: unknown): Omit<EngineModel, "target">;
  error(status: number, body: string, retryAfterSeconds: number | null): EngineError;
};

/** The bundled engine: llama-server's routes, names and errors, with prompts as segments. */
const bundled: Dialect = {
  name: "bundled",
  completionPath: "/v1/completions",
  modelsPath: "/models",
  tokenizePath: "/tokenize",
  body: ({ target, segments, sampling, constraint }) => ({
    model: target.base,
    prompt: segments,
    stream: true,
    stream_options: { include_usage: true },
    max_tokens: sampling.maxTokens,
    temperature: sampling.temperature,
    top_p: sampling.topP,
    top_k: sampling.topK,
    min_p: sampling.minP,
    repeat_penalty: sampling.repetitionPenalty,
    seed: sampling.seed,
    stop: sampling.stop,
    ...constraintField(constraint),
  }),
  model: readLlamaServerModel,
  error: readLlamaServerError,
};

function constraintField(constraint: Constraint): Record<string, unknown> {
  switch (constraint.kind) {
    case "none":
      return {};
    case "json":
      return { json_schema: constraint.schema };
    case "grammar":
      return { grammar: constraint.text };
  }
}

const llamaServerModel = z.object({
  status: z.object({
    value: z.string(),
    progress: z.number().nullish(),
    reason: z.string().optional(),
  }),
  meta: z.object({ n_ctx: z.number(), n_slots: z.number() }).partial().nullish(),
});

function readLlamaServerModel(entry: unknown) {
  const { status, meta } = llamaServerModel.parse(entry);
  return {
    state: modelState(status),
    contextLength: meta?.n_ctx ?? null,
    slots: meta?.n_slots ?? null,
  };
}

function modelState(status: z.infer<typeof llamaServerModel>["status"]): ModelState {
  switch (status.value) {
    case "loaded":
      return { kind: "ready" };
    case "loading":
      return { kind: "loading", progress: status.progress ?? null };
    case "failed":
      return { kind: "failed", reason: status.reason ?? "The engine gave no reason." };
    default:
      return { kind: "unloaded" };
  }
}

const llamaServerError = z.object({
  error: z.object({ message: z.string(), type: z.string().optional() }),
});

const KIND_OF_STATUS: Record<number, EngineErrorKind> = {
  400: "bad_request",
  401: "auth",
  403: "auth",
  404: "model_not_found",
  413: "bad_request",
  422: "bad_request",
  429: "overloaded",
  502: "network",
  503: "starting",
  504: "network",
};

function readLlamaServerError(
  status: number,
  body: string,
  retryAfterSeconds: number | null,
): EngineError {
  const parsed = llamaServerError.safeParse(parseJson(body));
  const { message, type } = parsed.success
    ? parsed.data.error
    : { message: `HTTP ${status}`, type: undefined };
  const retryAfterMs = retryAfterSeconds === null ? null : retryAfterSeconds * 1000;
  if (type === "exceed_context_size_error")
    return new EngineError("context_overflow", message, retryAfterMs);
  if (status === 503 && retryAfterMs !== null)
    return new EngineError("overloaded", message, retryAfterMs);
  return new EngineError(KIND_OF_STATUS[status] ?? "engine", message, retryAfterMs);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // a proxy's HTML, say
  }
}

export const dialects = { bundled };
