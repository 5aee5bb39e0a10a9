import { expect, test } from "@playwright/test";
import type { Busy, Run } from "#server/inference/bundled/scheduling/batch.ts";
import { createRun } from "#server/inference/bundled/scheduling/runs.ts";
import { createSlots } from "#server/inference/bundled/scheduling/slots.ts";
import { Turns } from "#server/inference/bundled/scheduling/turns.ts";
import { adapter, createJob, FakeContext } from "../../../support/fake-native-context.ts";

const context = new FakeContext();

/** Slots that serve these adapters in order; `unread` is how many tokens of its prompt each has left. */
function serving(runs: { adapter: number; unread: number }[]): Busy[] {
  const slots = createSlots<Run>(runs.length);
  return runs.flatMap(({ adapter: number, unread }, index) => {
    const { job } = createJob(context, { adapters: adapter(number) });
    const run = createRun(
      job,
      () => {},
      () => {},
    );
    run.todo = Array.from({ length: unread }, () => 1);
    const slot = slots[index];
    return slot ? [{ slot, run }] : [];
  });
}

/** Whose turn so many steps are, one after the other. */
function turnsOf(busy: Busy[], steps: number): string[] {
  const turns = new Turns(2);
  return Array.from(
    { length: steps },
    () => turns.choose(busy).group[0]?.run.job.adapters.key ?? "",
  );
}

test("adapters take turns of some steps, in the order of their names", () => {
  const busy = serving([1, 2, 1, 3].map((number) => ({ adapter: number, unread: 1 })));
  const one = ["adapter 1", "adapter 1"];
  expect(turnsOf(busy, 8)).toEqual([
    ...one,
    "adapter 2",
    "adapter 2",
    "adapter 3",
    "adapter 3",
    ...one,
  ]);
});

test("while a crowd waits for first tokens, an adapter whose runs all have theirs waits too", () => {
  const crowd = [
    { adapter: 1, unread: 1 },
    { adapter: 1, unread: 1 },
    { adapter: 2, unread: 64 },
    { adapter: 3, unread: 64 },
  ];
  expect(new Set(turnsOf(serving(crowd), 8))).toEqual(new Set(["adapter 2", "adapter 3"]));
});

test("a single newcomer with a long prompt takes nobody's turn away", () => {
  const newcomer = [
    { adapter: 1, unread: 1 },
    { adapter: 2, unread: 4_000 },
  ];
  expect(turnsOf(serving(newcomer), 4)).toEqual([
    "adapter 1",
    "adapter 1",
    "adapter 2",
    "adapter 2",
  ]);
});
