import { type Busy, fillBatch, type Planned, planStep, type Run, type Sampled } from "./batch.ts";
import { DecodeError, type Job, type JobEnd, QueueFullError } from "./jobs.ts";
import type { NativeContext } from "./native.ts";
import { chooseSlot, createSlots, type Slot } from "./slots.ts";

type Options = {
  slots: number;
  promptTokensPerStep: number;
  queueMax: number;
  stallMs: number;
  isEnd(token: number): boolean;
};
type StepContext = Pick<
  NativeContext,
  "initBatch" | "addToBatch" | "decodeBatch" | "removeTokenCellsFromSequence" | "disposeSequence"
>;

/** Continuous batching: each step evaluates one token for every generating slot and a bounded part of new prompts. */
export class Scheduler {
  private readonly slots: Slot<Run>[];
  private readonly queue: Run[] = [];
  private stepping = false;

  constructor(
    private readonly context: StepContext,
    private readonly options: Options,
  ) {
    this.slots = createSlots(options.slots);
  }

  get load(): { running: number; waiting: number } {
    return { running: this.busy().length, waiting: this.queue.length };
  }

  /** Rejects with the signal's reason, QueueFullError or DecodeError. `prompt + maxTokens` must fit the context. */
  submit(job: Job): Promise<JobEnd> {
    return new Promise((resolve, reject) => {
      if (job.signal.aborted) return reject(job.signal.reason);
      if (this.queue.length >= this.options.queueMax) return reject(new QueueFullError());
      const now = performance.now();
      const times = { submittedAt: now, startedAt: now, firstTokenAt: 0 };
      const run = {
        job,
        resolve,
        reject,
        sampler: null,
        todo: [],
        cached: 0,
        generated: 0,
        ...times,
      };
      this.queue.push(run);
      job.signal.addEventListener("abort", () => this.dropWaiting(run), { once: true });
      if (!this.stepping) this.loop().catch((error) => this.failAll(error));
    });
  }

  private async loop(): Promise<void> {
    this.stepping = true;
    try {
      while (await this.step());
    } finally {
      this.stepping = false;
    }
  }

  private async step(): Promise<boolean> {
    for (const { slot, run } of this.busy()) {
      if (run.job.signal.aborted) this.fail(slot, run.job.signal.reason);
    }
    this.admit();
    const plan = planStep(this.busy(), this.options.promptTokensPerStep);
    if (plan.length === 0) return this.queue.length > 0;
    const logits = await this.decode(plan);
    if (logits) await this.sample(logits, plan);
    return true;
  }

  private admit(): void {
    for (let run = this.queue[0]; run; run = this.queue[0]) {
      const choice = chooseSlot(this.slots, run.job.tokens, run.job.reusePrefix);
      if (!choice) return;
      this.queue.shift();
      this.start(choice.slot, run, choice.reused);
    }
  }

  private start(slot: Slot<Run>, run: Run, reused: number): void {
    slot.run = run;
    run.startedAt = performance.now();
    try {
      run.cached = this.keep(slot, reused);
      run.todo = run.job.tokens.slice(run.cached);
      run.sampler = run.job.createSampler();
    } catch (error) {
      this.fail(slot, error);
    }
  }

  /** Cuts the slot's memory to its first tokens; 0 if this kind of model cannot keep a part. */
  private keep(slot: Slot<Run>, count: number): number {
    const isCut =
      count === slot.held.length ||
      (count > 0 && this.context.removeTokenCellsFromSequence(slot.id, count, -1));
    if (!isCut) this.clear(slot);
    else slot.held.length = count;
    return slot.held.length;
  }

  /** Null when the step failed; then its runs are failed and their slots cleared. */
  private async decode(plan: Planned[]): Promise<Sampled[] | null> {
    const abandon = (reason: string) => {
      for (const { slot } of plan) if (slot.run) this.fail(slot, new DecodeError(reason));
    };
    const stall = setTimeout(() => abandon("the engine stalled"), this.options.stallMs);
    try {
      const logits = fillBatch(this.context, plan);
      await this.context.decodeBatch();
      return logits.filter(({ slot, run }) => slot.run === run);
    } catch {
      abandon("the engine could not evaluate this step");
      return null;
    } finally {
      clearTimeout(stall);
      for (const { slot } of plan) if (slot.run === null) this.clear(slot);
    }
  }

  private async sample(logits: Sampled[], plan: Planned[]): Promise<void> {
    const next = async ({ slot, run, logit }: Sampled) => {
      try {
        this.publish(slot, run, (await run.sampler?.next(logit)) ?? -1);
      } catch (error) {
        this.fail(slot, error);
      }
    };
    // llama.cpp reorders the logits of unevenly split batches on first access, without a lock.
    const isUneven = plan.some(({ count }) => count > 1);
    const [first, ...others] = logits;
    if (first && isUneven) await next(first);
    await Promise.all((isUneven ? others : logits).map(next));
  }

  private publish(slot: Slot<Run>, run: Run, token: number): void {
    if (run.generated === 0) run.firstTokenAt = performance.now();
    const isEnd = token >= 0 && this.options.isEnd(token);
    if (token >= 0) run.generated += 1;
    if (token < 0 || isEnd) {
      this.finish(slot, run, "stop", isEnd ? token : null);
    } else if (run.job.onToken(token).stop) {
      this.finish(slot, run, "stop", null);
    } else if (run.generated >= run.job.maxTokens) {
      this.finish(slot, run, "length", null);
    } else {
      run.todo.push(token);
    }
  }

  private finish(slot: Slot<Run>, run: Run, finish: JobEnd["finish"], end: number | null): void {
    const { cached, generated, submittedAt, startedAt, firstTokenAt } = run;
    this.release(slot);
    const promptMs = firstTokenAt - startedAt;
    const decodeMs = performance.now() - firstTokenAt;
    const queueMs = startedAt - submittedAt;
    run.resolve({ finish, end, cached, generated, queueMs, promptMs, decodeMs });
  }

  private fail(slot: Slot<Run>, error: unknown): void {
    slot.run?.reject(error);
    this.release(slot);
  }

  private failAll(error: unknown): void {
    for (const { slot } of this.busy()) this.fail(slot, error);
    for (const run of this.queue.splice(0)) run.reject(error);
  }

  private release(slot: Slot<Run>): void {
    slot.run?.sampler?.dispose();
    slot.run = null;
  }

  private clear(slot: Slot<Run>): void {
    this.context.disposeSequence(slot.id);
    slot.held = [];
  }

  private dropWaiting(run: Run): void {
    const index = this.queue.indexOf(run);
    if (index < 0) return;
    this.queue.splice(index, 1);
    run.reject(run.job.signal.reason);
  }

  private busy(): Busy[] {
    return this.slots.flatMap((slot) => (slot.run ? [{ slot, run: slot.run }] : []));
  }
}
