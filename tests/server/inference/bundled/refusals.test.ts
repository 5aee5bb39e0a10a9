import { expect, test } from "@playwright/test";
import { hasWeights, startEngine, type TestEngine, turn } from "../../../support/bundled-engine.ts";

test.describe.configure({ mode: "serial" });
test.skip(!hasWeights, "needs the small model's weights");

let engine: TestEngine;

test.beforeAll(async () => {
  engine = await startEngine({ slots: 1, context: 512 });
  await engine.settled();
});

test.afterAll(() => engine.stop());

async function refusal(body: object) {
  const full = { model: "smollm2", prompt: turn("Hello."), max_tokens: 4, ...body };
  const response = await engine.post("/v1/completions", full);
  const { error } = (await response.json()) as { error: Record<string, unknown> };
  return { status: response.status, ...error };
}

test("a prompt that does not fit is refused with the counts, never cut", async () => {
  expect(await refusal({ prompt: turn("word ".repeat(600)) })).toMatchObject({
    status: 400,
    type: "exceed_context_size_error",
    n_prompt_tokens: expect.any(Number),
    n_ctx: 512,
  });
  expect(await refusal({ max_tokens: 512 })).toMatchObject({ type: "exceed_context_size_error" });
});

test("a bad grammar is refused with the place where it is wrong", async () => {
  const wrong = { status: 400, type: "invalid_request_error" };
  expect(await refusal({ grammar: 'root ::= "a" |\n  city' })).toMatchObject({
    ...wrong,
    message: "The grammar is wrong at line 2, column 3: the rule city is not defined.",
  });
  expect(await refusal({ grammar: `root ::= ${"(".repeat(50_000)}` })).toMatchObject(wrong);
  expect(await refusal({ grammar: 'root ::= root "a" | "b"' })).toMatchObject(wrong);
  expect(await refusal({ grammar: `root ::= "${"a".repeat(300_000)}"` })).toMatchObject(wrong);
});

test("a grammar that comes to a dead end is told apart from an answer", async () => {
  for (const temperature of [0, 1])
    expect(
      await refusal({ grammar: 'root ::= "a" [^\\x00-\\U0010FFFF]', temperature }),
    ).toMatchObject({ status: 400, message: expect.stringContaining("leads nowhere") });
  const { text } = await engine.complete({ prompt: turn("Hello."), grammar: 'root ::= "a"' });
  expect(text).toBe("a");
});

test("an unknown field is refused by its name", async () => {
  expect(await refusal({ temprature: 0 })).toMatchObject({
    status: 400,
    message: "Unknown field: temprature.",
  });
  expect(await refusal({ prompt: [{ kind: "text", text: "a", role: "system" }] })).toMatchObject({
    status: 400,
    message: expect.stringContaining("role"),
  });
});

test("another model, a wrong path, a huge body and a token outside the vocabulary are refused", async () => {
  expect(await refusal({ model: "other" })).toMatchObject({ status: 404, type: "not_found_error" });
  expect((await engine.get("/nothing")).status).toBe(404);
  expect(await refusal({ prompt: "a".repeat(1_100_000) })).toMatchObject({ status: 413 });
  expect(await refusal({ prompt: [1, 2, 999_999] })).toMatchObject({ status: 400 });
});

test("without the token nothing but the health is told", async () => {
  const { url } = await engine.get("/health");
  expect((await fetch(url)).status).toBe(200);
  for (const path of ["/models", "/props", "/v1/completions"]) {
    const response = await fetch(new URL(path, url), { headers: { authorization: "Bearer no" } });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ error: { type: "authentication_error" } });
  }
});

test("a visitor who leaves frees the slot for the next one", async () => {
  const leaving = new AbortController();
  const body = { model: "smollm2", prompt: turn("Write a long story."), max_tokens: 450 };
  const grammar = 'root ::= [a-z ]+ "."{400}';
  const stream = await engine.post(
    "/v1/completions",
    { ...body, grammar, stream: true },
    leaving.signal,
  );
  await stream.body?.getReader().read();
  expect(await (await engine.get("/slots")).json()).toMatchObject({ running: 1 });
  leaving.abort();
  const next = await engine.complete({ prompt: turn("Hello."), max_tokens: 2 });
  expect(next.tokens.length).toBeGreaterThan(0);
  await expect
    .poll(async () => (await engine.get("/slots")).json())
    .toMatchObject({ total: 1, running: 0, waiting: 0 });
});
