import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { expect, test } from "@playwright/test";
import {
  hasWeights,
  smallWeights,
  startEngine,
  type TestEngine,
  turn,
  weightsFolder,
} from "../../../support/bundled-engine.ts";

test.describe.configure({ mode: "serial" });
test.skip(!hasWeights, "needs the small model's weights");

const REPEATS = 50;

let engine: TestEngine;
let folder: string;

test.beforeAll(async () => {
  folder = weightsFolder({ smollm2: smallWeights.path });
  engine = await startEngine({ folder });
  await engine.settled();
});

test.afterAll(() => engine.stop());

const prompt = turn(
  "List three colours of the sky at dusk, and say why each of them is seen. ".repeat(4),
);

async function exactly(more: object = {}) {
  const body = { prompt, max_tokens: 6, temperature: 0.8, seed: 7, lane: "exact", ...more };
  const { tokens, answer } = await engine.complete(body);
  return { tokens, conditions: answer.conditions };
}

test("the exact lane gives the same bits a hundred times, alone and beside others", async () => {
  test.slow(); // a hundred generations, one after another
  const first = await exactly();
  expect(first.conditions).toMatchObject({ lane: "exact", sequences_max: 1 });
  expect(first.conditions.probabilities_hash).toMatch(/^[0-9a-f]{64}$/);
  for (let repeat = 0; repeat < REPEATS; repeat++) expect(await exactly()).toEqual(first);

  let isOver = false;
  const traffic = [1, 2, 3].map(async (seed) => {
    while (!isOver)
      await engine.complete({ prompt: turn(`Tell story ${seed}.`), max_tokens: 20, seed });
  });
  for (let repeat = 0; repeat < REPEATS; repeat++) expect(await exactly()).toEqual(first);
  isOver = true;
  await Promise.all(traffic);
});

test("what shared its batches says so", async () => {
  const shared = await Promise.all(
    [1, 2, 3].map((seed) =>
      engine.complete({ prompt: turn(`Tell story ${seed}.`), max_tokens: 12, witness: true }),
    ),
  );
  for (const { answer } of shared) {
    expect(answer.conditions.lane).toBe("shared");
    expect(answer.conditions.sequences_max).toBeGreaterThan(1);
    expect(answer.conditions.smallest_gap).toBeGreaterThanOrEqual(0);
  }
});

test("another question leaves other bits behind", async () => {
  const one = await exactly();
  const other = await exactly({ prompt: turn("List three colours.") });
  expect(other.conditions.probabilities_hash).not.toBe(one.conditions.probabilities_hash);
});

test("what gives the same bits here is found out by trying, and the same after a restart", async () => {
  const first = await certificate();
  expect(first).toMatchObject({ repeated: true });
  await engine.stop();
  const record = path.join(folder, "certificates.json");
  expect(Object.values(JSON.parse(readFileSync(record, "utf8")))).toEqual([first]);
  rmSync(record);
  engine = await startEngine({ folder });
  expect(await certificate()).toEqual(first);
});

/** Certified when nobody asks for anything; a question about it would put it off. */
async function certificate(): Promise<Record<string, boolean>> {
  const record = path.join(folder, "certificates.json");
  await engine.settled();
  await expect.poll(() => readIfThere(record), { timeout: 60_000 }).not.toBeNull();
  const { answer } = await engine.complete({ prompt: "Hello", max_tokens: 1 });
  return answer.environment.certificate ?? {};
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}
