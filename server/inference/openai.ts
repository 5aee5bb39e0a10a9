import { createParser, type EventSourceMessage } from "eventsource-parser";
import { z } from "zod";
import type { Dialect } from "./dialects.ts";
import {
  type Engine,
  type EngineEnvironment,
  EngineError,
  type EngineEvent,
  type GenerateRequest,
} from "./engine.ts";

type Address = { url: string; token: string | undefined };

const QUICK_TIMEOUT_MS = 5_000;
/** A stream that says nothing for so long is dead: a long prompt on a slow machine still takes less. */
const SILENCE_MAX_MS = 120_000;

/** The one client of engines that speak OpenAI's completions protocol; what differs between them is in the dialect. */
export function openAiEngine(dialect: Dialect, address: Address): Engine {
  return {
    generate: (request, signal) => generate(dialect, address, request, signal),
    async models() {
      const list = modelList.parse(await call(address, dialect, dialect.modelsPath));
      return list.data.map((entry) => ({ target: { base: entry.id }, ...dialect.model(entry) }));
    },
    async tokenize(target, segments) {
      const answer = await call(address, dialect, dialect.tokenizePath, {
        model: target.base,
        content: segments,
      });
      return tokenList.parse(answer).tokens;
    },
  };
}

const modelList = z.object({ data: z.array(z.looseObject({ id: z.string() })) });
const tokenList = z.object({ tokens: z.array(z.int()) });

const headersFor = ({ token }: Address): Record<string, string> => ({
  "content-type": "application/json",
  ...(token ? { authorization: `Bearer ${token}` } : {}),
});

async function call(address: Address, dialect: Dialect, path: string, body?: unknown) {
  const response = await send(address, dialect, path, body, AbortSignal.timeout(QUICK_TIMEOUT_MS));
  return response.json();
}

async function send(
  address: Address,
  dialect: Dialect,
  path: string,
  body: unknown,
  signal: AbortSignal,
): Promise<Response> {
  const response = await fetch(address.url + path, {
    method: body === undefined ? "GET" : "POST",
    headers: headersFor(address),
    body: body === undefined ? undefined : JSON.stringify(body),
    signal,
  }).catch((error: Error) => {
    signal.throwIfAborted();
    // Refused: the request has not begun, nobody is there yet. Anything else may have begun.
    const isRefused = (error.cause as NodeJS.ErrnoException | undefined)?.code === "ECONNREFUSED";
    throw new EngineError(isRefused ? "starting" : "network", "The engine does not answer.");
  });
  if (response.ok) return response;
  const retryAfter = Number.parseInt(response.headers.get("retry-after") ?? "", 10);
  const text = await response.text().catch(() => "");
  throw dialect.error(response.status, text, Number.isNaN(retryAfter) ? null : retryAfter);
}

async function* generate(
  dialect: Dialect,
  address: Address,
  request: GenerateRequest,
  signal: AbortSignal,
): AsyncIterable<EngineEvent> {
  const body = dialect.body(request);
  const response = await send(address, dialect, dialect.completionPath, body, signal);
  const started = performance.now();
  let finish: "stop" | "length" | null = null;
  for await (const chunk of streamChunks(dialect, response, signal)) {
    const { text = "", tokens = [], finish_reason } = chunk.choices?.[0] ?? {};
    if (text !== "" || tokens.length > 0) yield { type: "delta", text, tokens };
    finish = finish_reason ?? finish;
    if (!chunk.usage || !finish) continue;
    yield endEvent(chunk, finish, performance.now() - started);
    return;
  }
  throw new EngineError("network", "The engine broke off in the middle of its answer.");
}

async function* streamChunks(
  dialect: Dialect,
  response: Response,
  signal: AbortSignal,
): AsyncIterable<StreamChunk> {
  for await (const { data } of messages(response, signal)) {
    if (data === "[DONE]") return;
    const chunk = readChunk(data);
    if (chunk.error) throw dialect.error(chunk.error.code ?? 500, data, null);
    yield chunk;
  }
}

async function* messages(
  response: Response,
  signal: AbortSignal,
): AsyncIterable<EventSourceMessage> {
  if (!response.body) throw new EngineError("engine", "The engine sent no answer.");
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  const received: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: (message) => received.push(message) });
  const silence = watchSilence();
  try {
    for (;;) {
      const next = await Promise.race([reader.read(), silence.exceeded]);
      if (next.done) return;
      silence.reset();
      parser.feed(decoder.decode(next.value, { stream: true }));
      yield* received.splice(0);
    }
  } catch (cause) {
    signal.throwIfAborted();
    if (cause instanceof EngineError) throw cause;
    throw new EngineError("network", "The connection to the engine was lost.");
  } finally {
    silence.stop();
    await reader.cancel().catch(() => {}); // the connection may be gone already
  }
}

function watchSilence() {
  let fail: (error: EngineError) => void = () => {};
  const exceeded = new Promise<never>((_resolve, reject) => {
    fail = reject;
  });
  exceeded.catch(() => {}); // may go off when nobody listens any more
  const sentence = `The engine said nothing for ${SILENCE_MAX_MS / 1000} seconds.`;
  const timer = setTimeout(() => fail(new EngineError("timeout", sentence)), SILENCE_MAX_MS);
  return { exceeded, reset: () => timer.refresh(), stop: () => clearTimeout(timer) };
}

const streamChunk = z.object({
  choices: z
    .array(
      z.object({
        text: z.string().optional(),
        tokens: z.array(z.int()).optional(),
        finish_reason: z.enum(["stop", "length"]).nullish(),
      }),
    )
    .optional(),
  usage: z
    .object({
      prompt_tokens: z.int(),
      completion_tokens: z.int(),
      prompt_tokens_details: z.object({ cached_tokens: z.int().nullish() }).nullish(),
    })
    .nullish(),
  timings: z
    .object({ queue_ms: z.number(), prompt_ms: z.number(), predicted_ms: z.number() })
    .partial()
    .optional(),
  prompt_tokens: z.array(z.int()).optional(),
  environment: z.object({ id: z.string(), facts: z.record(z.string(), z.unknown()) }).nullish(),
  error: z.object({ code: z.int().optional(), message: z.string() }).nullish(),
});
type StreamChunk = z.infer<typeof streamChunk>;

function readChunk(data: string): StreamChunk {
  try {
    return streamChunk.parse(JSON.parse(data));
  } catch {
    throw new EngineError("engine", "The engine sent something that is not its protocol.");
  }
}

function endEvent(chunk: StreamChunk, finish: "stop" | "length", elapsedMs: number): EngineEvent {
  const { usage, timings, environment } = chunk;
  return {
    type: "end",
    finish,
    usage: {
      prompt: usage?.prompt_tokens ?? 0,
      completion: usage?.completion_tokens ?? 0,
      cached: usage?.prompt_tokens_details?.cached_tokens ?? null,
    },
    timings: {
      queueMs: timings?.queue_ms ?? null,
      promptMs: timings?.prompt_ms ?? null,
      decodeMs: timings?.predicted_ms ?? elapsedMs,
      source: timings ? "engine" : "client",
    },
    promptTokens: chunk.prompt_tokens ?? [],
    environment: (environment as EngineEnvironment | null | undefined) ?? null,
    dropped: [],
  };
}
