import type { AdapterSet, Job } from "#server/inference/bundled/scheduling/jobs.ts";
import { Scheduler } from "#server/inference/bundled/scheduling/scheduler.ts";
import { SlotMemory } from "#server/inference/bundled/scheduling/slot-memory.ts";

/** The fake model's end-of-text token. */
export const end = 99;

/** Stands in for the native context: each slot answers with the number of tokens it has seen, then ends. */
export class FakeContext {
  readonly steps: { slot: number; position: number; count: number }[][] = [];
  readonly seen = new Map<number, number>();
  readonly adaptersOfSteps: number[] = [];
  readonly copies: { from: number; to: number }[] = [];
  failing = new Set<number>();
  hangs = false;
  private applied = 0;
  private saved = -1;
  private slotsOfLogits: number[] = [];

  initBatch(): void {
    this.steps.push([]);
    this.adaptersOfSteps.push(this.applied);
    this.slotsOfLogits = [];
  }

  addToBatch(slot: number, position: number, tokens: Uint32Array, logits: Uint32Array) {
    this.steps.at(-1)?.push({ slot, position, count: tokens.length });
    this.seen.set(slot, position + tokens.length);
    return logits.map(() => this.slotsOfLogits.push(slot) - 1);
  }

  async decodeBatch(): Promise<void> {
    if (this.hangs) return new Promise(() => {});
    if (this.failing.has(this.steps.length)) throw new Error("Eval has failed");
  }

  removeTokenCellsFromSequence(slot: number, from: number): boolean {
    this.seen.set(slot, from);
    return true;
  }

  async saveSequenceStateToFile(_: string, slot: number): Promise<number> {
    this.saved = slot;
    return 1;
  }

  async loadSequenceStateFromFile(_: string, slot: number): Promise<Uint32Array> {
    this.copies.push({ from: this.saved, to: slot });
    this.seen.set(slot, this.seen.get(this.saved) ?? 0);
    return new Uint32Array(0);
  }

  setLoras(_: unknown[], scales: number[]): void {
    this.applied = scales[0] ?? 0;
  }

  disposeSequence(slot: number): void {
    this.seen.set(slot, 0);
  }

  next(logit: number): number {
    return this.seen.get(this.slotsOfLogits[logit] ?? -1) ?? -1;
  }
}

type SetUp = { slots?: number; queueMax?: number; stallMs?: number };

export function setUp(options: SetUp = {}) {
  const context = new FakeContext();
  const stalls = { count: 0 };
  const limits = { slots: 2, queueMax: 8, stallMs: 60_000, ...options };
  const scheduler = new Scheduler(context, new SlotMemory(context, "nowhere", 4096), {
    ...{ ...limits, promptTokensPerStep: 256, stepsPerTurn: 8 },
    isEnd: (token) => token === end,
    onStall: () => {
      stalls.count += 1;
    },
  });
  return { context, scheduler, stalls };
}

export const adapter = (number: number): AdapterSet => ({
  ...{ key: number === 0 ? "" : `adapter ${number}`, loras: [] },
  scales: number === 0 ? [] : [number],
});

export function createJob(context: FakeContext, job: Partial<Job> & { length?: number } = {}) {
  const got: number[] = [];
  const next = async (logit: number) => ({ token: context.next(logit), tops: null, best: null });
  const full: Job = {
    tokens: Array.from({ length: job.length ?? 10 }, (_, index) => index),
    maxTokens: 5,
    lane: "shared",
    adapters: adapter(0),
    reuse: { common: 0, salt: null },
    ignoresEnd: false,
    createSampler: () => ({ next, dispose: () => {} }),
    onToken: ({ token }) => ({ stop: got.push(token) < 0 }),
    signal: new AbortController().signal,
    ...job,
  };
  return { job: full, got };
}
