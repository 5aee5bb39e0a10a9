import type { Lane, RunConditions } from "#server/inference/engine.ts";
import type { NativeLora } from "../native.ts";
import type { Sample, TokenSampler } from "./sampler.ts";

/** Adapters to apply together; `key` is equal for equal sets, and "" for none. */
export type AdapterSet = { key: string; loras: NativeLora[]; scales: number[] };

/** What may be taken over from what was computed before: the first `common` tokens from anyone, all from the same salt. */
export type Reuse = { common: number; salt: string | null };

/** One generation. `onToken` gets each token but an end-of-text one and answers whether a stop string was met. */
export type Job = {
  tokens: number[];
  maxTokens: number;
  lane: Lane;
  adapters: AdapterSet;
  /** Null: every token is evaluated anew. */
  reuse: Reuse | null;
  /** Prompt tokens evaluated in a step of the exact lane. */
  exactChunk?: number;
  ignoresEnd: boolean;
  createSampler(): TokenSampler;
  onToken(sample: Sample): { stop: boolean };
  signal: AbortSignal;
};

/** Milliseconds; `cached` counts prompt tokens not evaluated again; `end` is the end-of-text token if one came. */
export type JobEnd = {
  finish: "stop" | "length";
  end: number | null;
  cached: number;
  generated: number;
  queueMs: number;
  promptMs: number;
  decodeMs: number;
  conditions: RunConditions;
};

/** More jobs wait than `queueMax`. */
export class QueueFullError extends Error {}
/** The native side failed or stalled; the jobs of that step end with this. */
export class DecodeError extends Error {}
