import type { TokenSampler } from "./sampler.ts";

/** One generation. `onToken` gets each token but an end-of-text one and answers whether a stop string was met. */
export type Job = {
  tokens: number[];
  maxTokens: number;
  reusePrefix: boolean;
  createSampler(): TokenSampler;
  onToken(token: number): { stop: boolean };
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
};

/** More jobs wait than `queueMax`. */
export class QueueFullError extends Error {}
/** The native side failed or stalled; the jobs of that step end with this. */
export class DecodeError extends Error {}
