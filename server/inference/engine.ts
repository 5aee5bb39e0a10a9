import type { JsonSchema } from "#contract/definition.ts";

/** A piece of a prompt. In `template` text special tokens count; in `text` nothing is ever a special token. */
export type Segment = { kind: "template" | "text"; text: string };

export type ModelState =
  | { kind: "ready" }
  | { kind: "loading"; progress: number | null }
  | { kind: "unloaded" }
  | { kind: "unreachable"; reason: string }
  | { kind: "failed"; reason: string };

export type Constraint =
  | { kind: "none" }
  | { kind: "json"; schema: JsonSchema }
  | { kind: "grammar"; syntax: "gbnf"; text: string };

/** Weights to generate with; never an engine-specific id. Adapters join when an engine can switch them. */
export type Target = { base: string };

/** Every field explicit: nothing is left to an engine's defaults. */
export type Sampling = {
  maxTokens: number;
  temperature: number;
  topP: number;
  topK: number;
  minP: number;
  repetitionPenalty: number;
  seed: number;
  stop: string[];
};

export type GenerateRequest = {
  id: string;
  target: Target;
  segments: Segment[];
  sampling: Sampling;
  constraint: Constraint;
};

/** Durations in milliseconds. */
type EngineTimings = {
  queueMs: number | null;
  promptMs: number | null;
  decodeMs: number | null;
  source: "engine" | "client";
};

/** What the tokens were computed on: `id` is the SHA-256 of the canonical JSON of `facts`. */
export type EngineEnvironment = { id: string; facts: Record<string, unknown> };

export type EngineEvent =
  | { type: "delta"; text: string; tokens: number[] }
  | {
      type: "end";
      finish: "stop" | "length";
      usage: { prompt: number; completion: number; cached: number | null };
      timings: EngineTimings;
      promptTokens: number[];
      environment: EngineEnvironment | null;
      dropped: (keyof Sampling | "constraint")[];
    };

export type EngineErrorKind =
  | "bad_request"
  | "context_overflow"
  | "auth"
  | "model_not_found"
  | "overloaded"
  | "starting"
  | "engine"
  | "network"
  | "timeout";

export class EngineError extends Error {
  readonly kind: EngineErrorKind;
  readonly retryAfterMs: number | null;

  constructor(kind: EngineErrorKind, message: string, retryAfterMs: number | null = null) {
    super(message);
    this.name = "EngineError";
    this.kind = kind;
    this.retryAfterMs = retryAfterMs;
  }
}

/** `slots`: how many requests at once; null where the engine does not tell. */
export type EngineModel = {
  target: Target;
  state: ModelState;
  contextLength: number | null;
  slots: number | null;
};

export interface Engine {
  /** Throws EngineError; aborting the signal cancels on the engine and ends the iteration with the signal's reason. */
  generate(request: GenerateRequest, signal: AbortSignal): AsyncIterable<EngineEvent>;
  /** What the engine has or could have loaded; empty while it does not answer. */
  models(): Promise<EngineModel[]>;
  /** Token ids of the segments, as `generate` would send them to the model. */
  tokenize(target: Target, segments: Segment[]): Promise<number[]>;
}
