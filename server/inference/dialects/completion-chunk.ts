import { z } from "zod";
import type { EngineEnvironment, RunConditions } from "../engine.ts";
import type { Chunk } from "./dialect.ts";

const count = z.int().min(0);

const streamChunk = z.object({
  choices: z
    .array(
      z.object({
        text: z.string().nullish(),
        /** Of a chat's chunk; `reasoning` beside it is no answer and is left out. */
        delta: z.object({ content: z.string().nullish() }).nullish(),
        tokens: z.array(count).nullish(),
        token_ids: z.array(count).nullish(),
        prompt_token_ids: z.array(count).nullish(),
        finish_reason: z.string().nullish(),
      }),
    )
    .nullish(),
  usage: z
    .object({
      prompt_tokens: count.nullish(),
      completion_tokens: count.nullish(),
      prompt_tokens_details: z.object({ cached_tokens: count.nullish() }).nullish(),
    })
    .nullish(),
  timings: z
    .object({ queue_ms: z.number(), prompt_ms: z.number(), predicted_ms: z.number() })
    .partial()
    .nullish(),
  /** vLLM's, with `--enable-per-request-metrics`. */
  metrics: z
    .object({
      queue_time_ms: z.number().nullish(),
      time_to_first_token_ms: z.number().nullish(),
      generation_time_ms: z.number().nullish(),
    })
    .nullish(),
  prompt_tokens: z.array(count).nullish(),
  prompt_token_ids: z.array(count).nullish(),
  environment: z
    .object({
      id: z.string(),
      facts: z.record(z.string(), z.unknown()),
      certificate: z
        .object({
          repeated: z.boolean(),
          batched: z.boolean(),
          chunked: z.boolean(),
          reusedPrefix: z.boolean(),
        })
        .nullish(),
    })
    .nullish(),
  conditions: z
    .object({
      lane: z.enum(["shared", "exact"]),
      sequences_max: count,
      prompt_chunks: z.array(count),
      probabilities_hash: z.string().nullish(),
      smallest_gap: z.number().nullish(),
    })
    .nullish(),
});
type StreamChunk = z.infer<typeof streamChunk>;

/** Reads a chunk of OpenAI's completions protocol, with what vLLM, llama-server and the bundled engine add to it. */
export function readCompletionChunk(data: unknown): Chunk {
  const chunk = streamChunk.parse(data);
  const choice = chunk.choices?.[0];
  return {
    text: choice?.text ?? choice?.delta?.content ?? "",
    tokens: choice?.tokens ?? choice?.token_ids ?? [],
    finish: finishOf(choice?.finish_reason),
    usage: usageOf(chunk.usage),
    timings: timingsOf(chunk),
    promptTokens: chunk.prompt_tokens ?? chunk.prompt_token_ids ?? choice?.prompt_token_ids ?? null,
    environment: environmentOf(chunk),
    conditions: conditionsOf(chunk),
  };
}

/** Engines have many words for having stopped by themselves, two for the limit, and SGLang one for giving up. */
export function finishOf(reason: string | null | undefined): Chunk["finish"] {
  if (!reason) return null;
  if (reason === "length" || reason === "max_tokens") return "length";
  return reason === "abort" || reason === "error" ? "abort" : "stop";
}

function usageOf(usage: StreamChunk["usage"]): Chunk["usage"] {
  if (!usage) return null;
  return {
    prompt: usage.prompt_tokens ?? null,
    completion: usage.completion_tokens ?? null,
    cached: usage.prompt_tokens_details?.cached_tokens ?? null,
  };
}

function timingsOf({ timings, metrics }: StreamChunk): Chunk["timings"] {
  if (timings)
    return {
      queueMs: timings.queue_ms ?? null,
      promptMs: timings.prompt_ms ?? null,
      decodeMs: timings.predicted_ms ?? null,
    };
  if (!metrics) return null;
  return {
    queueMs: metrics.queue_time_ms ?? null,
    promptMs: metrics.time_to_first_token_ms ?? null,
    decodeMs: metrics.generation_time_ms ?? null,
  };
}

function environmentOf({ environment }: StreamChunk): EngineEnvironment | null {
  if (!environment) return null;
  const { id, facts, certificate } = environment;
  return { id, facts, certificate: certificate ?? null };
}

function conditionsOf({ conditions }: StreamChunk): RunConditions | null {
  if (!conditions) return null;
  return {
    lane: conditions.lane,
    sequencesMax: conditions.sequences_max,
    promptChunks: conditions.prompt_chunks,
    probabilitiesHash: conditions.probabilities_hash ?? null,
    smallestGap: conditions.smallest_gap ?? null,
  };
}
