import { randomInt } from "node:crypto";
import type { EngineEnvironment, RunConditions } from "#server/inference/engine.ts";
import type { Engine } from "../engine.ts";
import type { ChosenAdapters } from "../models/adapters.ts";
import type { Runtime } from "../models/runtime.ts";
import type { NativeGrammar } from "../native.ts";
import type { JobEnd } from "../scheduling/jobs.ts";
import { createSampler, type Look, type Sample } from "../scheduling/sampler.ts";
import { type TextPiece, TextStream } from "../text/text-stream.ts";
import { RequestError } from "./errors.ts";
import type { Prompt } from "./prompts.ts";
import type { ChatRequest, CompletionRequest } from "./requests.ts";

/** Fields that both kinds of request have. */
export type GenerationRequest = Omit<CompletionRequest, "prompt" | "logprobs"> &
  Omit<ChatRequest, "messages" | "logprobs" | "top_logprobs" | "n" | "max_completion_tokens">;

/** A piece of the output; `samples` are those of its tokens, where they were looked at. */
export type OutputPiece = { text: string; tokens: number[]; samples: Sample[] };
export type OutputEnd = {
  finish: JobEnd["finish"];
  usage: Record<string, unknown>;
  timings: Record<string, number>;
  prompt_tokens: number[];
  seed: number;
  environment: EngineEnvironment;
  conditions: Record<string, unknown>;
};
type Watch = { logprobs: number | null; signal: AbortSignal; onPiece(piece: OutputPiece): void };

const topsWitnessed = 8;

/** Generates on a loaded model, passing on pieces as they come. Rejects with RequestError or as the scheduler does. */
export async function generate(
  engine: Engine,
  runtime: Runtime,
  request: GenerationRequest,
  prompt: Prompt,
  watch: Watch & { loadMs: number },
): Promise<OutputEnd> {
  const maxTokens = requireRoom(runtime, prompt, request.max_tokens);
  const grammar = compileConstraint(runtime, request);
  const seed = request.seed < 0 ? randomInt(2 ** 32) : request.seed;
  const choices = request.lora.map(({ id, scale }) => ({
    entry: engine.requireAdapter(id),
    scale,
  }));
  return runtime.adapters.use(choices, async (adapters) => {
    const output = collectOutput(runtime, request, prompt, watch);
    const end = await runtime.scheduler.submit({
      ...{ tokens: prompt.tokens, maxTokens, adapters, lane: request.lane, signal: watch.signal },
      reuse: reuseFor(runtime, request, prompt),
      ignoresEnd: request.ignore_eos,
      createSampler: () =>
        createSampler(
          runtime.native,
          samplerOptions(request, seed),
          grammar,
          lookFor(request, watch),
        ),
      onToken: output.push,
    });
    const isStopped = output.finish(end.end);
    const done = { end, isStopped, seed, adapters, loadMs: watch.loadMs };
    return describeEnd(engine, runtime, prompt, done);
  });
}

/** Passes tokens on as pieces of text that are whole characters and hold no beginning of a stop string. */
function collectOutput(
  { tokenizer }: Runtime,
  request: GenerationRequest,
  prompt: Prompt,
  { onPiece }: Watch,
) {
  const text = new TextStream((ids) => tokenizer.text(ids), request.stop, prompt.tokens);
  let samples: Sample[] = [];
  const send = (piece: TextPiece) => {
    onPiece({ text: piece.text, tokens: piece.tokens, samples });
    samples = [];
  };
  return {
    push(sample: Sample): { stop: boolean } {
      if (sample.tops) samples.push(sample);
      const piece = text.push(sample.token);
      if (piece) send(piece);
      return { stop: piece?.stopped ?? false };
    },
    /** Sends the rest; `token` is the one that ended the text. Whether a stop string was met. */
    finish(token: number | null): boolean {
      const rest = text.finish(token);
      if (rest.text !== "" || rest.tokens.length > 0) send(rest);
      return rest.stopped;
    },
  };
}

/** How many tokens may be generated. Throws RequestError if that does not fit the context: nothing is ever cut. */
function requireRoom(runtime: Runtime, { tokens }: Prompt, wanted: number | undefined): number {
  const limit = runtime.contextLength;
  const maxTokens = wanted ?? Math.max(1, limit - tokens.length);
  if (tokens.length + maxTokens <= limit) return maxTokens;
  throw new RequestError(
    "exceed_context_size_error",
    `The prompt has ${tokens.length} tokens; with ${maxTokens} to generate it exceeds the context of ${limit}.`,
    { n_prompt_tokens: tokens.length, n_ctx: limit },
  );
}

function compileConstraint(
  { grammars }: Runtime,
  request: GenerationRequest,
): NativeGrammar | null {
  const { grammar, regex, choice, response_format: format } = request;
  if (grammar !== undefined) return grammars.fromGbnf(grammar);
  if (regex !== undefined) return grammars.fromRegex(regex);
  if (choice !== undefined) return grammars.fromChoice(choice);
  if (format?.type === "json_schema") return grammars.fromJsonSchema(format.json_schema.schema);
  if (format?.type === "json_object")
    return grammars.fromJsonSchema(format.schema ?? { type: "object" });
  return request.json_schema ? grammars.fromJsonSchema(request.json_schema) : null;
}

function reuseFor(runtime: Runtime, request: GenerationRequest, { common }: Prompt) {
  const mayReuse = request.cache_prompt && request.lane === "shared" && runtime.mayReusePrefix;
  return mayReuse ? { common, salt: request.cache_salt ?? null } : null;
}

function lookFor(request: GenerationRequest, { logprobs }: Watch): Look | null {
  if (logprobs !== null) return { tops: Math.max(logprobs, topsWitnessed), share: true };
  const isWitnessed = request.witness || request.lane === "exact";
  return isWitnessed ? { tops: topsWitnessed, share: false } : null;
}

function samplerOptions(request: GenerationRequest, seed: number) {
  const { temperature, top_p, top_k, min_p, repeat_penalty } = request;
  return {
    ...{ temperature, topP: top_p, topK: top_k, minP: min_p },
    ...{ repeatPenalty: repeat_penalty, seed },
  };
}

function describeEnd(
  { counter }: Engine,
  runtime: Runtime,
  prompt: Prompt,
  done: {
    end: JobEnd;
    isStopped: boolean;
    seed: number;
    adapters: ChosenAdapters;
    loadMs: number;
  },
): OutputEnd {
  const { end, isStopped, seed, adapters, loadMs } = done;
  const read = prompt.tokens.length - end.cached;
  counter.request({ ...end, prompt: read });
  return {
    finish: isStopped ? "stop" : end.finish,
    usage: {
      prompt_tokens: prompt.tokens.length,
      completion_tokens: end.generated,
      total_tokens: prompt.tokens.length + end.generated,
      prompt_tokens_details: { cached_tokens: end.cached },
    },
    timings: {
      ...{ queue_ms: end.queueMs, load_ms: loadMs, cache_n: end.cached },
      ...{ prompt_n: read, prompt_ms: end.promptMs },
      prompt_per_second: perSecond(read, end.promptMs),
      ...{ predicted_n: end.generated, predicted_ms: end.decodeMs },
      predicted_per_second: perSecond(end.generated, end.decodeMs),
    },
    ...{ prompt_tokens: prompt.tokens, seed },
    environment: runtime.environments.with(adapters.digests),
    conditions: conditionsOf(end.conditions),
  };
}

function perSecond(count: number, ms: number): number {
  return ms > 0 ? (count * 1000) / ms : 0;
}

function conditionsOf(conditions: RunConditions): Record<string, unknown> {
  return {
    lane: conditions.lane,
    sequences_max: conditions.sequencesMax,
    prompt_chunks: conditions.promptChunks,
    probabilities_hash: conditions.probabilitiesHash,
    smallest_gap: conditions.smallestGap,
  };
}
