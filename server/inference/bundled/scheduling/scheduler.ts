import type { NativeContext } from "../native.ts";
import { admit } from "./admission.ts";
import { type Busy, fillBatch, type Planned, type Run, type Sampled } from "./batch.ts";
import { DecodeError, type Job, type JobEnd, QueueFullError } from "./jobs.ts";
import { Planner } from "./planner.ts";
import { createRun, endOf } from "./runs.ts";
import type { Sample } from "./sampler.ts";
import type { SlotMemory } from "./slot-memory.ts";
import { createSlots, type Slot } from "./slots.ts";

type Options = {
  slots: number;
  promptTokensPerStep: number;
  stepsPerTurn: number;
  queueMax: number;
  stallMs: number;
  isEnd(token: number): boolean;
  /** The native side has not come back from a step for `stallMs`; it cannot be interrupted. */
  onStall(): void;
  onStep?(step: { sequences: number; ms: number }): void;
};
type StepContext = Pick<NativeContext, "initBatch" | "addToBatch" | "decodeBatch" | "setLoras">;

/** Continuous batching: each step evaluates one token for every generating slot of a group and a bounded part of new prompts. */
export class Scheduler {
  private readonly slots: Slot<Run>[];
  private readonly queue: Run[] = [];
  private readonly planner: Planner;
  private applied = "";
  private withdrawals: (() => void)[] = [];
  private undelivered: { slot: Slot<Run>; run: Run; sample: Sample }[] = [];
  private stepping: Promise<void> | null = null;
  private closed: Error | null = null;

  constructor(
    private readonly context: StepContext,
    private readonly memory: Pick<SlotMemory, "keep" | "clear" | "copy">,
    private readonly options: Options,
  ) {
    this.slots = createSlots(options.slots);
    this.planner = new Planner(options);
  }

  get load(): { running: number; waiting: number } {
    return { running: this.busy().length, waiting: this.queue.length };
  }

  /** Rejects with the signal's reason, QueueFullError or DecodeError. `prompt + maxTokens` must fit the context. */
  submit(job: Job): Promise<JobEnd> {
    return new Promise((resolve, reject) => {
      if (this.closed) return reject(this.closed);
      if (job.signal.aborted) return reject(job.signal.reason);
      if (this.queue.length >= this.options.queueMax) return reject(new QueueFullError());
      const run = createRun(job, resolve, reject);
      run.leave = () => this.dropWaiting(run);
      job.signal.addEventListener("abort", run.leave, { once: true });
      this.queue.push(run);
      this.stepping ??= this.loop();
    });
  }

  /** Takes all adapters out of the native context between two steps: what is freed must not be applied. */
  withdrawAdapters(): Promise<void> {
    return new Promise((resolve) => {
      this.withdrawals.push(resolve);
      this.stepping ??= this.loop();
    });
  }

  /** Ends everything with an error, now and later; resolves when the native side is idle. */
  async close(error: Error): Promise<void> {
    this.closed = error;
    for (const run of this.queue.splice(0)) run.reject(error);
    await this.stepping;
  }

  private async loop(): Promise<void> {
    try {
      while (await this.step());
    } catch (error) {
      this.failAll(error);
    } finally {
      // Something may have been asked for after the last look.
      const isAsked = this.queue.length + this.withdrawals.length > 0;
      this.stepping = isAsked ? this.loop() : null;
    }
  }

  private async step(): Promise<boolean> {
    this.withdraw();
    for (const { slot, run } of this.busy()) {
      const { signal } = run.job;
      if (this.closed || signal.aborted) this.fail(slot, this.closed ?? signal.reason);
    }
    await admit(this.queue, this.slots, this.memory, (slot, error) => this.fail(slot, error));
    const plan = this.planner.next(this.busy());
    if (plan.length === 0) return this.queue.length > 0;
    const logits = await this.decode(plan);
    if (logits) await this.sample(logits, plan);
    return true;
  }

  /** Null when the step failed; then its runs are failed and their slots cleared. */
  private async decode(plan: Planned[]): Promise<Sampled[] | null> {
    const abandon = (reason: string) => {
      for (const { slot, run } of plan)
        if (slot.run === run) this.fail(slot, new DecodeError(reason));
    };
    const stall = setTimeout(() => {
      abandon("the engine stalled");
      this.options.onStall();
    }, this.options.stallMs);
    const startedAt = performance.now();
    try {
      this.apply(plan);
      const logits = fillBatch(this.context, plan);
      const decoding = this.context.decodeBatch();
      this.deliver();
      await decoding;
      const ms = performance.now() - startedAt;
      this.planner.observe(plan, ms);
      this.options.onStep?.({ sequences: plan.length, ms });
      return logits.filter(({ slot, run }) => slot.run === run);
    } catch {
      abandon("the engine could not evaluate this step");
      for (const { slot } of plan) this.memory.clear(slot);
      return null;
    } finally {
      clearTimeout(stall);
    }
  }

  private withdraw(): void {
    if (this.withdrawals.length === 0) return;
    this.context.setLoras([], []);
    this.applied = "";
    for (const resolve of this.withdrawals.splice(0)) resolve();
  }

  private apply(plan: Planned[]): void {
    const adapters = plan[0]?.run.job.adapters;
    if (!adapters || adapters.key === this.applied) return;
    this.context.setLoras(adapters.loras, adapters.scales);
    this.applied = adapters.key;
  }

  private async sample(logits: Sampled[], plan: Planned[]): Promise<void> {
    const next = async ({ slot, run, logit }: Sampled) => {
      try {
        const sample = await run.sampler?.next(logit);
        if (sample?.tops) run.witness.see(sample.tops);
        this.publish(slot, run, sample ?? { token: -1, tops: null, best: null });
      } catch (error) {
        this.fail(slot, error);
      }
    };
    // llama.cpp reorders the logits of unevenly split batches on first access, without a lock.
    const alone = plan.some(({ count }) => count > 1) ? logits.slice(0, 1) : [];
    for (const first of alone) await next(first);
    await Promise.all(logits.slice(alone.length).map(next));
  }

  private publish(slot: Slot<Run>, run: Run, sample: Sample): void {
    const { token } = sample;
    if (run.generated === 0) run.firstTokenAt = performance.now();
    const isEnd = token >= 0 && !run.job.ignoresEnd && this.options.isEnd(token);
    if (token >= 0) run.generated += 1;
    if (token < 0 || isEnd) {
      this.finish(slot, run, "stop", isEnd ? token : null);
    } else if (run.generated < run.job.maxTokens) {
      run.todo.push(token);
      this.undelivered.push({ slot, run, sample });
    } else {
      this.finish(slot, run, run.job.onToken(sample).stop ? "stop" : "length", null);
    }
  }

  /** While the native side computes the next step. Whoever meets a stop string now has one token too many in memory. */
  private deliver(): void {
    for (const { slot, run, sample } of this.undelivered.splice(0)) {
      if (slot.run !== run) continue;
      try {
        if (run.job.onToken(sample).stop) this.finish(slot, run, "stop", null);
      } catch (error) {
        this.fail(slot, error);
      }
    }
  }

  private finish(slot: Slot<Run>, run: Run, finish: JobEnd["finish"], end: number | null): void {
    this.release(slot);
    run.resolve(endOf(run, finish, end));
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
    slot.usedAt = performance.now();
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
