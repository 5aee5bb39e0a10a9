import type { Job, JobEnd } from "./jobs.ts";
import type { NativeContext } from "./native.ts";
import type { TokenSampler } from "./sampler.ts";
import { type Slot, sharePrompt } from "./slots.ts";

/** A job in the scheduler's hands; `todo` are its tokens not yet evaluated. Times are of `performance.now()`. */
export type Run = {
  job: Job;
  resolve(end: JobEnd): void;
  reject(error: unknown): void;
  sampler: TokenSampler | null;
  todo: number[];
  cached: number;
  generated: number;
  submittedAt: number;
  startedAt: number;
  firstTokenAt: number;
};
export type Busy = { slot: Slot<Run>; run: Run };
/** `count` tokens of `todo` go into this step. */
export type Planned = Busy & { count: number };
/** A run that gets a token out of this step. */
export type Sampled = Busy & { logit: number };

/** In ascending slot order. Adapters would join here: a step serves the slots of one adapter. */
export function planStep(busy: Busy[], promptTokens: number): Planned[] {
  const reading = busy.filter(({ run }) => run.todo.length > 1);
  const lengths = reading.map(({ run }) => run.todo.length);
  const shares = sharePrompt(lengths, promptTokens);
  const plan = busy.map((entry) => {
    const index = reading.indexOf(entry);
    return { ...entry, count: index < 0 ? 1 : (shares[index] ?? 0) };
  });
  return plan.filter(({ count }) => count > 0);
}

/** Moves each run's next tokens into the native batch. Throws what the native side throws. */
export function fillBatch(
  context: Pick<NativeContext, "initBatch" | "addToBatch">,
  plan: Planned[],
): Sampled[] {
  context.initBatch(plan.reduce((sum, { count }) => sum + count, 0));
  const sampled: Sampled[] = [];
  for (const { slot, run, count } of plan) {
    const part = run.todo.splice(0, count);
    const wanted = run.todo.length === 0 ? Uint32Array.of(part.length - 1) : new Uint32Array(0);
    const at = context.addToBatch(slot.id, slot.held.length, Uint32Array.from(part), wanted);
    slot.held.push(...part);
    for (const logit of at) sampled.push({ slot, run, logit });
  }
  return sampled;
}
