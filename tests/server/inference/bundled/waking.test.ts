import { expect, test } from "@playwright/test";
import { startEngine, type TestEngine, weightsFolder } from "../../../support/bundled-engine.ts";
import { writeTinyModel } from "../../../support/tiny-model.ts";

test.describe.configure({ mode: "serial" });

let engine: TestEngine;

test.beforeAll(async () => {
  const files = ["red", "green", "blue"].map((name, index) => {
    const file = test.info().outputPath(`${name}.gguf`);
    writeTinyModel(file, { name, seed: index + 1 });
    return [name, file] as const;
  });
  const folder = weightsFolder(Object.fromEntries(files));
  engine = await startEngine({ folder, preload: null, context: 256 });
});

test.afterAll(() => engine.stop());

const say = (model: string) =>
  engine.complete({ model, prompt: "Hello", max_tokens: 4, ignore_eos: true });

test("models sleep until they are asked for, and each is told apart", async () => {
  for (const id of ["red", "green", "blue"])
    expect((await engine.model(id)).status).toEqual({ value: "unloaded" });
  const [red, green] = [await say("red"), await say("green")];
  expect(red.tokens).not.toEqual(green.tokens);
  expect(red.answer.timings.load_ms).toBeGreaterThan(0);
  expect((await engine.model("red")).status).toEqual({ value: "loaded" });
  expect((await engine.model("red")).meta).toMatchObject({
    n_ctx: 256,
    load_ms: expect.any(Number),
    last_used: expect.stringMatching(/^\d{4}-/),
  });
  expect((await engine.model("blue")).status).toEqual({ value: "unloaded" });
});

test("a model is loaded and unloaded on request, and every change is told to who listens", async () => {
  const stream = await engine.get("/models/sse");
  const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
  let heard = "";
  const hear = async (event: string) => {
    while (!heard.includes(event)) heard += (await reader?.read())?.value ?? "";
  };
  expect((await engine.post("/models/load", { model: "blue", keep: true })).status).toBe(200);
  await hear(
    '{"model":"blue","event":"model_status","data":{"status":"loading","progress":{"value":',
  );
  await hear('{"model":"blue","event":"model_status","data":{"status":"loaded"}}');
  expect((await engine.model("blue")).meta.keep).toBe(true);
  heard = "";
  expect((await engine.post("/models/unload", { model: "blue" })).status).toBe(200);
  await hear('{"model":"blue","event":"model_status","data":{"status":"unloaded"}}');
  await reader?.cancel();
});

test("a model is loaded again with the context that is asked for", async () => {
  await engine.post("/models/load", { model: "red", n_ctx: 512 });
  await expect.poll(async () => (await engine.model("red")).meta.n_ctx).toBe(512);
});

test("a model that is not there is refused by every route", async () => {
  for (const route of ["/models/load", "/models/unload"])
    expect((await engine.post(route, { model: "no-such" })).status).toBe(404);
  for (const model of ["no-such", "../red", "", "red/../red"]) {
    const response = await engine.post("/v1/completions", { model, prompt: "Hello" });
    expect([400, 404]).toContain(response.status);
  }
});
