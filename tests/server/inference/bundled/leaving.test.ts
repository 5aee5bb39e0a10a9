import { expect, test } from "@playwright/test";
import { hasWeights, startEngine, type TestEngine, turn } from "../../../support/bundled-engine.ts";

test.describe.configure({ mode: "serial" });
test.skip(!hasWeights, "needs the small model's weights");

const endless = 'root ::= [a-z ]+ "."{900}';
const story = { model: "smollm2", prompt: turn("Write a long story."), grammar: endless };

let engine: TestEngine;

test.beforeAll(async () => {
  engine = await startEngine({ slots: 1, context: 2048, preload: null });
});

test.afterAll(() => engine.stop());

/** Begins a request, leaves it once `isThere`, and waits until the engine has nothing left to do. */
async function leave(body: object, isThere: () => Promise<boolean>) {
  const leaving = new AbortController();
  const asked = engine
    .post("/v1/completions", { ...body, stream: true }, leaving.signal)
    .then((response) => response.text())
    .catch((error: Error) => error.name);
  await expect.poll(isThere, { intervals: [5] }).toBe(true);
  leaving.abort();
  expect(await asked).toBe("AbortError");
  await expect.poll(slots, { intervals: [5] }).toMatchObject({ running: 0, waiting: 0 });
}

async function slots(): Promise<{ running: number; waiting: number }> {
  return (await engine.get("/slots")).json() as Promise<{ running: number; waiting: number }>;
}

async function isRunning(): Promise<boolean> {
  return (await slots()).running === 1;
}

test("who leaves while the weights load ends nothing but their own request", async () => {
  await leave(story, async () => (await engine.model()).status.value === "loading");
  expect(await engine.settled()).toMatchObject({ value: "loaded" });
});

test("who leaves while the prompt is read frees the slot at once", async () => {
  const prompt = turn("A long story about the sea and the wind. ".repeat(150));
  await leave({ ...story, prompt, max_tokens: 4 }, isRunning);
});

test("who leaves in the middle of an answer frees the slot at once", async () => {
  await leave({ ...story, max_tokens: 900 }, isRunning);
});

test("who leaves the queue is never run", async () => {
  const running = new AbortController();
  const first = engine
    .post("/v1/completions", { ...story, max_tokens: 900 }, running.signal)
    .catch(() => null);
  await expect.poll(isRunning).toBe(true);
  const waiting = new AbortController();
  const second = engine.post("/v1/completions", story, waiting.signal).catch(() => null);
  await expect.poll(async () => (await slots()).waiting).toBe(1);
  waiting.abort();
  await expect.poll(slots).toMatchObject({ running: 1, waiting: 0 });
  running.abort();
  await Promise.all([first, second]);
  await expect.poll(slots).toMatchObject({ running: 0, waiting: 0 });
});

test("who comes after all of them is answered", async () => {
  const { tokens } = await engine.complete({ prompt: turn("Hello."), max_tokens: 3 });
  expect(tokens.length).toBeGreaterThan(0);
});
