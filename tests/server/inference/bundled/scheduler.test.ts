import { expect, test } from "@playwright/test";
import { DecodeError, QueueFullError } from "#server/inference/bundled/scheduling/jobs.ts";
import { createJob, end, setUp } from "../../../support/fake-native-context.ts";

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
  const short = createJob(context, { length: 4, maxTokens: 40 });
  const long = createJob(context, { length: 1000, maxTokens: 1 });
  await Promise.all([scheduler.submit(short.job), scheduler.submit(long.job)]);
  const slots = context.steps.map((step) => step.map(({ slot }) => slot).join());
  const together = slots.slice(slots.indexOf("1"), slots.lastIndexOf("0"));
  together.forEach((slot, index) => {
    expect(slot).toBe(index % 2 === 0 ? "1" : "0");
  });
  expect(together.length).toBeGreaterThan(20);
  const parts = context.steps.flat().filter(({ slot }) => slot === 1);
  expect(parts.reduce((sum, { count }) => sum + count, 0)).toBe(1000);
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
  const fresh = createJob(context, { length: 90, maxTokens: 1, reuse: null }).job;
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
  expect(context.steps).toHaveLength(2);
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
