import { readFileSync, writeFileSync } from "node:fs";
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
import { writeLora } from "../../../support/lora-fixture.ts";

test.describe.configure({ mode: "serial" });
test.skip(!hasWeights, "needs the small model's weights");

let engine: TestEngine;
let folder: string;

test.beforeAll(async () => {
  folder = weightsFolder({ smollm2: smallWeights.path });
  const base = smallWeights.path;
  writeLora(path.join(folder, "one.gguf"), { base, seed: 1 });
  writeLora(path.join(folder, "two.gguf"), { base, seed: 2 });
  writeLora(path.join(folder, "wide.gguf"), { base, flaw: "shapes" });
  writeLora(path.join(folder, "foreign.gguf"), { base, flaw: "architecture" });
  engine = await startEngine({ folder });
  await engine.settled();
});

test.afterAll(() => engine.stop());

const ask = (adapter: string | null, more: object = {}) =>
  engine.complete({
    ...{ prompt: turn("Write about the sea."), max_tokens: 12, temperature: 0, lane: "exact" },
    lora: adapter ? [{ id: adapter, scale: 1 }] : [],
    ...more,
  });

async function refusal(lora: { id: string; scale: number }[]) {
  const body = { model: "smollm2", prompt: "Hello", max_tokens: 2, lora };
  const response = await engine.post("/v1/completions", body);
  const { error } = (await response.json()) as { error: { message: string } };
  return { status: response.status, message: error.message };
}

test("each adapter changes what is said, and the base is the same again afterwards", async () => {
  const before = await ask(null);
  const [one, two] = [await ask("one"), await ask("two")];
  expect(new Set([before.text, one.text, two.text]).size).toBe(3);
  expect((await ask(null)).answer.conditions).toEqual(before.answer.conditions);
  expect((await ask("one")).answer.conditions).toEqual(one.answer.conditions);
});

test("an adapter of no strength is the base", async () => {
  const nothing = await ask(null, { lora: [{ id: "one", scale: 0 }] });
  expect(nothing.tokens).toEqual((await ask(null)).tokens);
});

test("the environment tells the adapters apart", async () => {
  const ids = [await ask(null), await ask("one"), await ask("two")].map(
    ({ answer }) => answer.environment.id,
  );
  expect(new Set(ids).size).toBe(3);
  const { facts } = (await ask("one")).answer.environment;
  expect(facts.adapters).toEqual([{ sha256: expect.stringMatching(/^[0-9a-f]{64}$/), scale: 1 }]);
});

test("many at once with different adapters each get what they would get alone", async () => {
  const kinds = ["one", "two", null, "one", "two", null, "one", "two"];
  const alone = new Map<string | null, number[]>();
  for (const kind of [null, "one", "two"]) alone.set(kind, (await ask(kind)).tokens);
  const together = await Promise.all(kinds.map((kind) => ask(kind)));
  together.forEach(({ tokens }, index) => {
    expect(tokens).toEqual(alone.get(kinds[index] ?? null));
  });
});

test("one adapter's memory is not reused for another", async () => {
  const long = turn("The quick brown fox jumps over the lazy dog and runs away. ".repeat(10));
  const shared = { prompt: long, max_tokens: 2, lane: "shared" };
  await ask("one", shared);
  expect((await ask("two", shared)).answer.timings.cache_n).toBe(0);
  expect((await ask("one", shared)).answer.timings.cache_n).toBeGreaterThan(100);
});

test("an adapter that does not fit, or is not there, is refused with a sentence", async () => {
  for (const id of ["wide", "foreign"]) {
    const { status, message } = await refusal([{ id, scale: 1 }]);
    expect(status).toBe(400);
    expect(message).toMatch(/does not fit|adapter/);
  }
  expect(await refusal([{ id: "none", scale: 1 }])).toEqual({
    status: 404,
    message: "There is no adapter none here.",
  });
  expect(await refusal([{ id: "smollm2", scale: 1 }])).toMatchObject({ status: 404 });
  expect((await ask("one")).tokens.length).toBeGreaterThan(0);
});

test("an adapter is loaded by a name of its own, replaced in place and unloaded", async () => {
  const file = test.info().outputPath("mine.gguf");
  writeFileSync(file, readFileSync(path.join(folder, "one.gguf")));
  const load = (more: object = {}) =>
    engine.post("/v1/load_lora_adapter", { lora_name: "mine", lora_path: file, ...more });
  const first = await load();
  expect(await first.text()).toMatch(/^Success: /);
  expect((await engine.model("mine")).meta.kind).toBe("adapter");
  expect((await ask("mine")).tokens).toEqual((await ask("one")).tokens);

  expect((await load()).status).toBe(400);
  expect((await load({ load_inplace: true })).status).toBe(200); // the same file again
  expect((await ask("mine")).tokens).toEqual((await ask("one")).tokens);
  writeFileSync(file, readFileSync(path.join(folder, "two.gguf")));
  expect((await load({ load_inplace: true })).status).toBe(200);
  expect((await ask("mine")).tokens).toEqual((await ask("two")).tokens);

  expect((await engine.post("/v1/unload_lora_adapter", { lora_name: "mine" })).status).toBe(200);
  expect(await refusal([{ id: "mine", scale: 1 }])).toMatchObject({ status: 404 });
  const nowhere = { lora_name: "x", lora_path: "/no/such/file.gguf" };
  expect((await engine.post("/v1/load_lora_adapter", nowhere)).status).toBe(404);
});

test("an adapter is replaced under way: who uses it ends with the old one, who comes gets the new one", async () => {
  const file = test.info().outputPath("ours.gguf");
  const load = () => {
    const body = { lora_name: "ours", lora_path: file, load_inplace: true };
    return engine.post("/v1/load_lora_adapter", body);
  };
  const long = { max_tokens: 200, ignore_eos: true };
  const before = (await ask("one", long)).tokens;
  writeFileSync(file, readFileSync(path.join(folder, "one.gguf")));
  expect((await load()).status).toBe(200);

  const running = ask("ours", long);
  await expect
    .poll(async () => await (await engine.get("/metrics")).text())
    .toMatch(/requests_processing [1-9]/);
  writeFileSync(file, readFileSync(path.join(folder, "two.gguf")));
  const replaced = load();
  expect((await running).tokens).toEqual(before);
  expect((await replaced).status).toBe(200);
  expect((await ask("ours")).tokens).toEqual((await ask("two")).tokens);
});

test("each adapter takes about its file's size of memory", async () => {
  const bytes = async () => (await engine.model()).meta.memory_bytes ?? 0;
  const base = smallWeights.path;
  writeLora(path.join(folder, "more.gguf"), { base, seed: 9 });
  const before = await bytes();
  await ask("more");
  const file = (await engine.model("more")).meta.size_bytes;
  expect(((await bytes()) - before) / file).toBeLessThan(1.2);
});
