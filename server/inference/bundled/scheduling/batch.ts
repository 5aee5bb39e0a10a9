import type { NativeContext } from "../native.ts";
import type { Job, JobEnd } from "./jobs.ts";
import type { TokenSampler } from "./sampler.ts";
import type { Slot } from "./slots.ts";
import type { Witness } from "./witness.ts";

/** A job in the scheduler's hands; `todo` are its tokens not yet evaluated. Times are of `performance.now()`. */
export type Run = {
  job: Job;
  resolve(end: JobEnd): void;
  reject(error: unknown): void;
  /** Takes it out of the queue. */
  leave(): void;
  sampler: TokenSampler | null;
  witness: Witness;
  todo: number[];
  cached: number;
  generated: number;
  sequencesMax: number;
  promptChunks: number[];
  submittedAt: number;
  startedAt: number;
  firstTokenAt: number;
};
export type Busy = { slot: Slot<Run>; run: Run };
/** `count` tokens of `todo` go into this step. */
export type Planned = Busy & { count: number };
/** A run that gets a token out of this step. */
export type Sampled = Busy & { logit: number };

// The same cut every time, whatever else runs: what makes the exact lane exact.
const exactChunk = 64;

// CPU kernels take whole tiles of rows; the last part of a prompt is what it is.
const tile = 64;

/** A token of every run that generates, in ascending slot order. */
export function planGenerating(group: Busy[]): Planned[] {
  return group.filter(({ run }) => !isReading(run)).map((entry) => ({ ...entry, count: 1 }));
}

/**
 * What each of the runs that still read their prompts puts into a step of so many prompt tokens. Prompts and single tokens are never in
 * one batch: llama.cpp splits it by length anyway, and then into parts that fit its kernels badly.
 */
export function planReading(reading: Busy[], promptTokens: number): Planned[] {
  const lengths = reading.map(({ run }) => run.todo.length);
  const shares = sharePrompt(lengths, promptTokens);
  const plan = reading.map((entry, index) => {
    const { job, todo } = entry.run;
    const isExact = job.lane === "exact";
    const most = isExact ? (job.exactChunk ?? exactChunk) : (shares[index] ?? 0);
    return { ...entry, count: Math.min(todo.length, most) };
  });
  return plan.filter(({ count }) => count > 0);
}

/** Whether a run still has prompt to read, beyond the one token that brings the next. */
export function isReading(run: Run): boolean {
  return run.todo.length > 1;
}

/** The shortest prompts first, so that most wait least; a quarter is for whoever came first, so that nobody waits for ever. */
function sharePrompt(remaining: number[], budget: number): number[] {
  const shares = remaining.map(() => 0);
  const order = remaining.map((length, index) => ({ length, index }));
  order.sort((a, b) => a.length - b.length || a.index - b.index);
  const [eldest = 0] = remaining;
  shares[0] = Math.min(eldest, Math.ceil(budget / 4));
  let left = budget - shares[0];
  for (const { length, index } of order) {
    const share = Math.min(length - (shares[index] ?? 0), left);
    shares[index] = (shares[index] ?? 0) + share;
    left -= share;
  }
  return remaining.map((length, index) => wholeTiles(shares[index] ?? 0, length));
}

function wholeTiles(share: number, length: number): number {
  return share < length && share > tile ? share - (share % tile) : share;
}

/** Moves each run's next tokens into the native batch. Throws what the native side throws. */
export function fillBatch(
  context: Pick<NativeContext, "initBatch" | "addToBatch">,
  plan: Planned[],
): Sampled[] {
  context.initBatch(tokensOf(plan));
  const sampled: Sampled[] = [];
  for (const { slot, run, count } of plan) {
    if (run.generated === 0) run.promptChunks.push(count);
    run.sequencesMax = Math.max(run.sequencesMax, plan.length);
    const part = run.todo.splice(0, count);
    const wanted = run.todo.length === 0 ? Uint32Array.of(part.length - 1) : new Uint32Array(0);
    const at = context.addToBatch(slot.id, slot.held.length, Uint32Array.from(part), wanted);
    slot.held.push(...part);
    for (const logit of at) sampled.push({ slot, run, logit });
  }
  return sampled;
}

/** How many tokens a step evaluates. */
export function tokensOf(plan: Planned[]): number {
  return plan.reduce((sum, { count }) => sum + count, 0);
}
