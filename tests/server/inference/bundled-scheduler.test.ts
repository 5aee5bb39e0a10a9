import { expect, test } from "@playwright/test";
import { DecodeError, type Job, QueueFullError } from "#server/inference/bundled/jobs.ts";
import { Scheduler } from "#server/inference/bundled/scheduler.ts";

const end = 99;

/** Stands in for the native context: each slot answers with the number of tokens it has seen, then ends. */
class FakeContext {
  readonly steps: { slot: number; position: number; count: number }[][] = [];
  readonly seen = new Map<number, number>();
  failing = new Set<number>();
  private slotsOfLogits: number[] = [];

  initBatch(): void {
    this.steps.push([]);
    this.slotsOfLogits = [];
  }

  addToBatch(slot: number, position: number, tokens: Uint32Array, logits: Uint32Array) {
    this.steps.at(-1)?.push({ slot, position, count: tokens.length });
    this.seen.set(slot, position + tokens.length);
    return logits.map(() => this.slotsOfLogits.push(slot) - 1);
  }

  async decodeBatch(): Promise<void> {
    if (this.failing.has(this.steps.length)) throw new Error("Eval has failed");
  }

  removeTokenCellsFromSequence(): boolean {
    return true;
  }

  disposeSequence(slot: number): void {
    this.seen.set(slot, 0);
  }

  next(logit: number): number {
    return this.seen.get(this.slotsOfLogits[logit] ?? -1) ?? -1;
  }
}

function setUp(options: { slots?: number; queueMax?: number } = {}) {
  const context = new FakeContext();
  const limits = { slots: 2, queueMax: 8, promptTokensPerStep: 256, stallMs: 60_000, ...options };
  const scheduler = new Scheduler(context, { ...limits, isEnd: (token) => token === end });
  return { context, scheduler };
}

function createJob(context: FakeContext, job: Partial<Job> & { length?: number } = {}) {
  const got: number[] = [];
  const full: Job = {
    tokens: Array.from({ length: job.length ?? 10 }, (_, index) => index),
    maxTokens: 5,
    reusePrefix: true,
    createSampler: () => ({ next: async (logit) => context.next(logit), dispose: () => {} }),
    onToken: (token) => ({ stop: got.push(token) < 0 }),
    signal: new AbortController().signal,
    ...job,
  };
  return { job: full, got };
}

test("a generation gets one token after another up to its limit", async () => {
  const { context, scheduler } = setUp();
  const { job, got } = createJob(context);
  const done = await scheduler.submit(job);
  expect(got).toEqual([10, 11, 12, 13, 14]);
  expect(done).toMatchObject({ finish: "length", generated: 5, cached: 0, end: null });
});

test("an end-of-text token stops and is told, but not shown", async () => {
  const { context, scheduler } = setUp();
  const { job, got } = createJob(context, { length: 97 });
  expect(await scheduler.submit(job)).toMatchObject({ finish: "stop", generated: 3, end });
  expect(got).toEqual([97, 98]);
});

test("a long prompt is read in parts while others go on generating", async () => {
  const { context, scheduler } = setUp();
  const short = createJob(context, { length: 4, maxTokens: 5 });
  const long = createJob(context, { length: 1000, maxTokens: 1 });
  await Promise.all([scheduler.submit(short.job), scheduler.submit(long.job)]);
  const counts = context.steps.map((step) => step.map(({ count }) => count));
  expect(counts).toEqual([[4], [1, 256], [1, 256], [1, 256], [1, 232]]);
});

test("slots fill from the lowest and are in ascending order in every step", async () => {
  const { context, scheduler } = setUp({ slots: 4 });
  const jobs = [3, 1, 4, 2, 5, 2].map((maxTokens) => createJob(context, { maxTokens }).job);
  await Promise.all(jobs.map((job) => scheduler.submit(job)));
  for (const step of context.steps) {
    const slots = step.map(({ slot }) => slot);
    expect(slots).toEqual([...slots].sort());
  }
});

test("a prefix of 64 tokens or more is kept, a shorter one is not", async () => {
  const { context, scheduler } = setUp({ slots: 1 });
  await scheduler.submit(createJob(context, { length: 80, maxTokens: 1 }).job);
  expect(
    await scheduler.submit(createJob(context, { length: 90, maxTokens: 2 }).job),
  ).toMatchObject({
    cached: 80,
  });
  const fresh = createJob(context, { length: 90, maxTokens: 1, reusePrefix: false }).job;
  expect(await scheduler.submit(fresh)).toMatchObject({ cached: 0 });
  const short = createJob(context, { length: 60, maxTokens: 1 }).job;
  expect(await scheduler.submit(short)).toMatchObject({ cached: 0 });
});

test("a cancelled generation ends between two steps, a waiting one at once", async () => {
  const { context, scheduler } = setUp({ slots: 1 });
  const leaving = new AbortController();
  const running = createJob(context, {
    maxTokens: 50,
    signal: leaving.signal,
    onToken: () => {
      leaving.abort(new Error("left"));
      return { stop: false };
    },
  });
  const waiting = createJob(context, { signal: leaving.signal });
  const results = await Promise.allSettled([
    scheduler.submit(running.job),
    scheduler.submit(waiting.job),
  ]);
  for (const result of results) expect(result).toMatchObject({ reason: new Error("left") });
  expect(context.steps).toHaveLength(1);
  expect(scheduler.load).toEqual({ running: 0, waiting: 0 });
});

test("a failed step fails only those in it, and what comes next works", async () => {
  const { context, scheduler } = setUp({ slots: 1 });
  context.failing.add(2);
  const results = await Promise.allSettled([
    scheduler.submit(createJob(context).job),
    scheduler.submit(createJob(context).job),
  ]);
  expect(results[0]).toMatchObject({ status: "rejected", reason: expect.any(DecodeError) });
  expect(results[1]).toMatchObject({ status: "fulfilled", value: { cached: 0, generated: 5 } });
});

test("a full queue refuses", async () => {
  const { context, scheduler } = setUp({ slots: 1, queueMax: 1 });
  const results = await Promise.allSettled(
    [1, 2, 3, 4].map(() => scheduler.submit(createJob(context).job)),
  );
  const refused = results.filter((result) => result.status === "rejected");
  expect(refused.length).toBeGreaterThan(0);
  for (const result of refused) expect(result.reason).toBeInstanceOf(QueueFullError);
});
