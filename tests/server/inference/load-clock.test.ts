import { randomUUID } from "node:crypto";
import { expect, test } from "@playwright/test";
import type { EngineModel, ModelState } from "#server/inference/engine.ts";
import { loadMsLeft, loadMsOf, noteStates, noteWake } from "#server/inference/load-clock.ts";

const modelOf = (state: ModelState, loadMs: number | null = null): EngineModel => ({
  ...{ base: "base", state, contextLength: null, slots: null, loadMs },
});
const loading = (progress: number | null): ModelState => ({ kind: "loading", progress });
const ASLEEP: ModelState = { kind: "asleep" };
const READY: ModelState = { kind: "ready" };

/** An engine that nobody has looked at yet; `at` is in milliseconds. */
function newEngine() {
  const name = randomUUID();
  return {
    name,
    see: (at: number, state: ModelState) => noteStates(name, [modelOf(state)], at),
    ask: (at: number) => noteWake(name, "base", at),
    left: (at: number, state: ModelState, loadMs: number | null = null) =>
      loadMsLeft(name, modelOf(state, loadMs), at),
    taken: () => loadMsOf(name, modelOf(READY)),
  };
}

test("what the engine says its last load took is what waking takes, and less as it gets on", () => {
  const engine = newEngine();
  expect(engine.left(0, ASLEEP, 8_000)).toBe(8_000);
  engine.see(0, loading(0.25));
  expect(engine.left(0, loading(0.25), 8_000)).toBe(6_000);
  expect(engine.left(0, loading(1), 8_000)).toBe(0);
});

test("an engine that tells no time is measured from the first look that finds it loading", () => {
  const engine = newEngine();
  engine.see(0, ASLEEP);
  engine.see(500, loading(null));
  expect(engine.left(900, loading(null))).toBeNull();
  engine.see(4_500, READY);
  expect(engine.taken()).toBe(4_000);
  engine.see(9_000, ASLEEP);
  expect(engine.left(9_000, ASLEEP)).toBe(4_000);
  engine.see(9_500, loading(null));
  expect(engine.left(10_500, loading(null))).toBe(3_000);
  expect(engine.left(99_000, loading(null))).toBe(0);
});

test("an engine that goes from asleep to ready without a word is measured from when it was asked", () => {
  const engine = newEngine();
  engine.see(0, ASLEEP);
  engine.ask(100);
  engine.see(1_000, ASLEEP);
  engine.see(2_600, READY);
  expect(engine.taken()).toBe(2_500);
});

test("a load whose beginning nobody saw is not taken for a measure", () => {
  const engine = newEngine();
  engine.see(0, ASLEEP);
  engine.see(60_000, loading(null)); // may have begun any time in this minute
  engine.see(61_000, READY);
  expect(engine.taken()).toBeNull();
});

test("before the first load has ended its pace so far tells what is left", () => {
  const engine = newEngine();
  engine.see(0, loading(0.2));
  expect(engine.left(0, loading(0.2))).toBeNull();
  engine.see(3_000, loading(0.5));
  expect(engine.left(3_000, loading(0.5))).toBeCloseTo(5_000);
});
