import { expect, test } from "@playwright/test";
import { adapter, createJob, setUp } from "../../../support/fake-native-context.ts";

test("what another visitor said is not reused, only what the template says", async () => {
  const { context, scheduler } = setUp({ slots: 1 });
  const ask = (salt: string, common: number) =>
    scheduler.submit(
      createJob(context, { length: 300, maxTokens: 1, reuse: { common, salt } }).job,
    );
  await ask("anna", 100);
  expect(await ask("ben", 100)).toMatchObject({ cached: 100 });
  expect(await ask("ben", 100)).toMatchObject({ cached: 299 });
  expect(await ask("anna", 0)).toMatchObject({ cached: 0 });
});

test("a long beginning that a busy slot holds is copied, not computed again", async () => {
  const { context, scheduler } = setUp({ slots: 2 });
  let second: Promise<unknown> = Promise.resolve();
  const reuse = { common: 0, salt: null };
  const first = createJob(context, {
    ...{ length: 400, maxTokens: 3, reuse },
    onToken: () => {
      const ends = createJob(context, { length: 500, maxTokens: 1, reuse });
      if (context.copies.length === 0) second = scheduler.submit(ends.job);
      return { stop: false };
    },
  });
  await scheduler.submit(first.job);
  expect(await second).toMatchObject({ cached: 401 });
  expect(context.copies.length).toBeGreaterThan(0);
  expect(context.copies[0]).toEqual({ from: 0, to: 1 });
});

test("adapters take turns, and every step serves one of them", async () => {
  const { context, scheduler } = setUp({ slots: 4, queueMax: 16 });
  const jobs = [1, 2, 0, 1, 2, 0, 1, 2].map((number) =>
    createJob(context, { maxTokens: 20, adapters: adapter(number) }),
  );
  await Promise.all(jobs.map(({ job }) => scheduler.submit(job)));
  expect(new Set(context.adaptersOfSteps)).toEqual(new Set([0, 1, 2]));
  const changes = context.adaptersOfSteps.filter(
    (kind, index) => index > 0 && kind !== context.adaptersOfSteps[index - 1],
  );
  expect(changes.length).toBeLessThan(context.steps.length / 4);
  for (const { got } of jobs) expect(got).toHaveLength(20);
});

test("in the exact lane a prompt is cut the same way and computed alone, whatever else runs", async () => {
  const alone = setUp({ slots: 4 });
  await alone.scheduler.submit(
    createJob(alone.context, { length: 150, lane: "exact", reuse: null }).job,
  );
  const amid = setUp({ slots: 4 });
  const exact = createJob(amid.context, { length: 150, lane: "exact", reuse: null });
  const others = [1, 2, 3].map(() => createJob(amid.context, { length: 90, maxTokens: 30 }).job);
  const [, , , done] = await Promise.all([
    ...others.map((job) => amid.scheduler.submit(job)),
    amid.scheduler.submit(exact.job),
  ]);
  expect(done).toMatchObject({
    conditions: { lane: "exact", sequencesMax: 1, promptChunks: [64, 64, 22] },
  });
  const own = amid.context.steps.filter((step) => step.some(({ slot }) => slot === 3));
  expect(own.map((step) => step.map(({ position, count }) => ({ position, count })))).toEqual(
    alone.context.steps.map((step) => step.map(({ position, count }) => ({ position, count }))),
  );
});

test("a step that never ends fails those in it and is reported", async () => {
  const { context, scheduler, stalls } = setUp({ stallMs: 20 });
  context.hangs = true;
  await expect(scheduler.submit(createJob(context).job)).rejects.toThrow(/stalled/);
  expect(stalls.count).toBe(1);
});

test("a closed scheduler ends what runs, what waits and what comes", async () => {
  const { context, scheduler } = setUp({ slots: 1 });
  const gone = new Error("unloaded");
  const running = createJob(context, {
    maxTokens: 50,
    onToken: () => {
      void scheduler.close(gone);
      return { stop: false };
    },
  });
  const ended = [running, createJob(context)].map(({ job }) => scheduler.submit(job));
  for (const result of await Promise.allSettled(ended))
    expect(result).toMatchObject({ reason: gone });
  await expect(scheduler.submit(createJob(context).job)).rejects.toBe(gone);
});
