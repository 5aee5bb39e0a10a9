import type { JsonSchema, JsonValue } from "#contract/json.ts";

/**
 * A piece of a prompt. In `template` text special tokens count; in `text` nothing is ever a special token. Where the engine
 * puts messages into turns itself, `turn` begins one and names its role, and `image` gives one by its address. Where it
 * takes the inputs by name, each is an `input`, as JSON.
 */
export type Segment = { kind: "template" | "text" | "turn" | "image" | "input"; text: string };

/** What the text of an `input` segment holds. A file or a secret is kept elsewhere until the engine is asked. */
export type InputSegment = { name: string; value: JsonValue; kept: "file" | "secret" | null };

/** `progress` is a fraction of 1. `asleep` wakes with the next request; `unloaded` has to be asked to load. */
export type ModelState =
  | { kind: "ready" }
  | { kind: "loading"; progress: number | null }
  | { kind: "asleep" }
  | { kind: "unloaded" }
  | { kind: "unreachable"; reason: string }
  | { kind: "failed"; reason: string };

export type Constraint =
  | { kind: "none" }
  | { kind: "json"; schema: JsonSchema }
  | { kind: "regex"; pattern: string }
  | { kind: "choice"; options: string[] }
  | { kind: "grammar"; syntax: "gbnf"; text: string };

/** Weights to generate with, by their digests; never an engine-specific id. */
export type Target = { base: string; adapter: { name: string; scale: number } | null };

/** `exact`: batches of its own, nothing reused, so that the same request gives the same bits here, whatever else runs. */
export type Lane = "shared" | "exact";

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
  lane: Lane;
  /** Prompts are only reused between requests with the same salt, the template's fixed beginning excepted. */
  cacheSalt: string | null;
};

/** Durations in milliseconds. */
type EngineTimings = {
  queueMs: number | null;
  promptMs: number | null;
  decodeMs: number | null;
  source: "engine" | "client";
};

/** What the tokens were computed on: `id` is the SHA-256 of the canonical JSON of `facts`. */
export type EngineEnvironment = {
  id: string;
  facts: Record<string, unknown>;
  certificate: DeterminismCertificate | null;
};

/** Found out by trying: whether these ways of computing give the same bits here as computing alone. */
export type DeterminismCertificate = {
  repeated: boolean;
  batched: boolean;
  chunked: boolean;
  reusedPrefix: boolean;
};

/** How the tokens came about: what tells a prediction that shared its batches from one that did not. */
export type RunConditions = {
  lane: Lane;
  /** Most sequences in one step that this one was part of, itself included. */
  sequencesMax: number;
  /** Prompt tokens evaluated in each step, in order; reused ones are in none. */
  promptChunks: number[];
  /** SHA-256 rolled over the most likely tokens' probabilities of each step; null where they were not looked at. */
  probabilitiesHash: string | null;
  /** The least by which the most likely token led the second, in probability; null as above. */
  smallestGap: number | null;
};

export type EngineEvent =
  | { type: "delta"; text: string; tokens: number[] }
  | {
      type: "end";
      finish: "stop" | "length";
      usage: { prompt: number; completion: number; cached: number | null };
      timings: EngineTimings;
      promptTokens: number[];
      environment: EngineEnvironment | null;
      conditions: RunConditions | null;
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

  /** By its name: Next compiles this file into several bundles, and the engines that they share throw one bundle's errors. */
  static override [Symbol.hasInstance](value: unknown): value is EngineError {
    return value instanceof Error && value.name === "EngineError";
  }
}

/** `slots`: how many requests at once; `loadMs`: how long loading took when last measured. Null where the engine does not tell. */
export type EngineModel = {
  base: string;
  state: ModelState;
  contextLength: number | null;
  slots: number | null;
  loadMs: number | null;
};

export interface Engine {
  /** Throws EngineError; aborting the signal cancels on the engine and ends the iteration with the signal's reason. */
  generate(request: GenerateRequest, signal: AbortSignal): AsyncIterable<EngineEvent>;
  /** What the engine has or could have loaded; empty while it does not answer. */
  models(): Promise<EngineModel[]>;
  /** Asks for the weights to be loaded, where an engine does so by request; resolves before they are. Throws EngineError. */
  ensure(target: Target, contextLength: number): Promise<void>;
  /** Token ids of the segments, as `generate` would send them to the model. Throws EngineError. */
  tokenize(target: Target, segments: Segment[]): Promise<number[]>;
}
