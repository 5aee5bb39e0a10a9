import { randomInt, randomUUID } from "node:crypto";
import type { Segment } from "#server/inference/engine.ts";
import { RequestError } from "./errors.ts";
import type { JobEnd } from "./jobs.ts";
import type { NativeGrammar } from "./native.ts";
import type { CompletionRequest } from "./requests.ts";
import { createSampler } from "./sampler.ts";
import { type TextPiece, TextStream } from "./text-stream.ts";
import type { Runtime } from "./weights.ts";

/** A checked request, ready to be queued; nothing after this can be the request's fault. */
export type Completion = {
  request: CompletionRequest;
  tokens: number[];
  maxTokens: number;
  seed: number;
  grammar: NativeGrammar | null;
};
type Head = { id: string; object: "text_completion"; created: number; model: string };
type Choice = { index: 0; text: string; tokens: number[]; finish_reason: JobEnd["finish"] | null };
/** llama-server's `/v1/completions` chunk, plus `tokens` and, in the last one, what it takes to repeat it. */
export type Chunk = Head & { choices: Choice[] };

/** Throws RequestError or BadGrammarError. */
export async function prepareCompletion(
  runtime: Runtime,
  request: CompletionRequest,
): Promise<Completion> {
  const tokens = promptTokens(runtime, request.prompt);
  const limit = runtime.contextLength;
  const maxTokens = request.max_tokens ?? Math.max(1, limit - tokens.length);
  if (tokens.length + maxTokens > limit) {
    throw new RequestError(
      "exceed_context_size_error",
      `The prompt has ${tokens.length} tokens; with ${maxTokens} to generate it exceeds the context of ${limit}.`,
      { n_prompt_tokens: tokens.length, n_ctx: limit },
    );
  }
  const seed = request.seed < 0 ? randomInt(2 ** 32) : request.seed;
  return { request, tokens, maxTokens, seed, grammar: await compileGrammar(runtime, request) };
}

/** Generates, passing on chunks as they come; resolves with the last one. Rejects as the scheduler does. */
export async function runCompletion(
  runtime: Runtime,
  completion: Completion,
  signal: AbortSignal,
  onChunk: (chunk: Chunk) => void,
): Promise<ReturnType<typeof lastChunk>> {
  const { request, tokens, maxTokens } = completion;
  const created = Math.floor(Date.now() / 1000);
  const head: Head = {
    id: `cmpl-${randomUUID()}`,
    object: "text_completion",
    created,
    model: request.model,
  };
  const send = (piece: TextPiece, finish_reason: Choice["finish_reason"]) =>
    onChunk({
      ...head,
      choices: [{ index: 0, text: piece.text, tokens: piece.tokens, finish_reason }],
    });
  const text = new TextStream((ids) => runtime.tokenizer.text(ids), request.stop, tokens);
  const end = await runtime.scheduler.submit({
    tokens,
    maxTokens,
    reusePrefix: request.cache_prompt && runtime.mayReusePrefix,
    createSampler: () =>
      createSampler(runtime.native, samplerOptions(completion), completion.grammar),
    onToken: (token) => {
      const piece = text.push(token);
      if (piece) send(piece, null);
      return { stop: piece?.stopped ?? false };
    },
    signal,
  });
  const rest = text.finish(end.end);
  send(rest, rest.stopped ? "stop" : end.finish);
  return lastChunk(runtime, completion, head, end);
}

function lastChunk(runtime: Runtime, completion: Completion, head: Head, end: JobEnd) {
  const prompt = completion.tokens.length;
  return {
    ...head,
    choices: [],
    usage: {
      prompt_tokens: prompt,
      completion_tokens: end.generated,
      total_tokens: prompt + end.generated,
      prompt_tokens_details: { cached_tokens: end.cached },
    },
    timings: {
      queue_ms: end.queueMs,
      cache_n: end.cached,
      prompt_n: prompt - end.cached,
      prompt_ms: end.promptMs,
      predicted_n: end.generated,
      predicted_ms: end.decodeMs,
    },
    prompt_tokens: completion.tokens,
    seed: completion.seed,
    environment: runtime.environment,
  };
}

function promptTokens(runtime: Runtime, prompt: CompletionRequest["prompt"]): number[] {
  if (typeof prompt === "string") return someTokens(runtime.tokenizer.prompt([template(prompt)]));
  const segments = prompt.filter((part) => typeof part !== "number");
  if (segments.length > 0) return someTokens(runtime.tokenizer.prompt(segments));
  const ids = prompt.filter((part) => typeof part === "number");
  if (!ids.every((id) => runtime.tokenizer.isId(id))) {
    throw new RequestError(
      "invalid_request_error",
      "prompt: a token id lies outside the vocabulary.",
    );
  }
  return ids;
}

function template(text: string): Segment {
  return { kind: "template", text };
}

function someTokens(tokens: number[]): number[] {
  if (tokens.length > 0) return tokens;
  throw new RequestError("invalid_request_error", "prompt: must not be empty.");
}

async function compileGrammar(
  { grammars }: Runtime,
  { grammar, json_schema }: CompletionRequest,
): Promise<NativeGrammar | null> {
  if (grammar !== undefined) return grammars.fromGbnf(grammar);
  return json_schema ? grammars.fromJsonSchema(json_schema) : null;
}

function samplerOptions({ request, seed }: Completion) {
  const { temperature, top_p, top_k, min_p, repeat_penalty } = request;
  return {
    temperature,
    topP: top_p,
    topK: top_k,
    minP: min_p,
    repeatPenalty: repeat_penalty,
    seed,
  };
}
