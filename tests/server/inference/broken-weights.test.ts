import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { readAdapterHeader } from "#server/gguf/adapter.ts";
import { readGgufHeader } from "#server/gguf/file.ts";
import { BadWeightsError } from "#server/gguf/reader.ts";
import { brokenAdapters } from "../../support/broken-adapters.ts";
import { brokenFiles, damagedRealHeaders } from "../../support/broken-gguf.ts";
import { hasWeights, smallWeights } from "../../support/bundled-engine.ts";
import { type FolderEngine, startFolderEngine } from "../../support/folder-engine.ts";
import { writeLora } from "../../support/lora-fixture.ts";
import { writeTinyModel } from "../../support/tiny-model.ts";

test.describe.configure({ mode: "serial" });

const SENTENCE = /^(llama\.cpp|[A-Z]).+\.$/;
// Files that the header's check lets pass are tried in a process of their own, a second each.
const TRIED_EVERY = 20;
const REFUSED_EVERY = 2;
const TOGETHER = 20;

let folder: string;
let engine: FolderEngine;
/** What is wrong with each file, by its id. */
const broken = new Map<string, string>();

test.beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "vitrine-broken-"));
  writeTinyModel(file("good"));
  engine = await startFolderEngine(folder, {
    VITRINE_ENGINE_GPU: "off",
    VITRINE_ENGINE_SLOTS: "2",
    VITRINE_ENGINE_CONTEXT: "256",
  });
});

test.afterAll(async () => {
  await engine?.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

const file = (id: string) => path.join(folder, `${id}.gguf`);

test("a broken file is refused with a sentence before llama.cpp opens it, or looks right", () => {
  const counts = { refused: 0, passed: 0 };
  for (const { name, bytes } of brokenFiles()) {
    fs.writeFileSync(file("broken"), bytes);
    const refusal = refusalOf(() => readGgufHeader(file("broken")));
    expect(refusal?.message ?? "Passed.", name).toMatch(SENTENCE);
    const kind = refusal ? "refused" : "passed";
    counts[kind] += 1;
    const every = kind === "refused" ? REFUSED_EVERY : TRIED_EVERY;
    const isMustTry = name === "twice the key heads in one layer"; // aborts, and only trying tells
    if (!isMustTry && counts[kind] % every !== 0) continue;
    const id = `broken-${broken.size}`;
    broken.set(id, name);
    fs.copyFileSync(file("broken"), file(id));
  }
  fs.rmSync(file("broken"));
  expect(broken.size).toBeGreaterThanOrEqual(200);
});

test("damage to the header of real weights is refused with a sentence, or does no harm", () => {
  test.skip(!hasWeights, "needs the small model's weights");
  const { bytes } = readGgufHeader(smallWeights.path);
  const header = Buffer.alloc(2_000_000);
  const fd = fs.openSync(smallWeights.path, "r");
  fs.readSync(fd, header, 0, header.length, 0);
  fs.closeSync(fd);
  for (const damaged of damagedRealHeaders(header)) {
    fs.writeFileSync(file("real"), damaged.bytes);
    fs.truncateSync(file("real"), bytes);
    const refusal = refusalOf(() => readGgufHeader(file("real")));
    expect(refusal?.message ?? "Passed.", damaged.name).toMatch(SENTENCE);
  }
  fs.rmSync(file("real"));
});

test("200 broken files fail one by one and the engine goes on", async () => {
  expect(await generated("good")).toBe(4);
  const ids = [...broken.keys()];
  const seen = { failed: 0, loaded: 0 };
  for (let from = 0; from < ids.length; from += TOGETHER) {
    const states = await engine.load(ids.slice(from, from + TOGETHER));
    for (const id of ids.slice(from, from + TOGETHER)) {
      const status = states.get(id);
      expect(status?.value, broken.get(id)).toMatch(/^(failed|loaded|unloaded)$/);
      if (status?.value === "failed") {
        expect(status.reason, broken.get(id)).toMatch(SENTENCE);
        seen.failed += 1;
      } else {
        expect(await generated(id), broken.get(id)).toBeGreaterThanOrEqual(0);
        seen.loaded += 1;
      }
    }
    expect((await engine.get("/health")).status).toBe(200);
  }
  expect(seen.failed).toBeGreaterThan(150);
  expectSameProcess();
  expect(await generated("good")).toBe(4);
});

test("a broken adapter is refused with a sentence before llama.cpp opens it, or fits", () => {
  const base = readGgufHeader(file("good"));
  let refused = 0;
  for (const { name, bytes } of brokenAdapters(file("good"))) {
    fs.writeFileSync(file("adapter"), bytes);
    const refusal = refusalOf(() => readAdapterHeader(file("adapter"), base));
    expect(refusal?.message ?? "Passed.", name).toMatch(SENTENCE);
    if (refusal) refused += 1;
  }
  expect(refused).toBeGreaterThan(60);
  writeLora(file("adapter"), { base: file("good") });
  expect(readAdapterHeader(file("adapter"), base).bytes).toBeGreaterThan(1_000);
});

test("a request with a broken adapter fails alone", async () => {
  const all = brokenAdapters(file("good"));
  const wanted = ["general.type as", "adapter.lora.alpha as", "type 26", "wrong shapes", "lone"];
  const chosen = all.filter(({ name }) => wanted.some((part) => name.includes(part)));
  for (const [index, { name, bytes }] of chosen.entries()) {
    fs.writeFileSync(file(`adapter-${index}`), bytes);
    const body = { model: "good", prompt: "Hello.", max_tokens: 2 };
    const lora = [{ id: `adapter-${index}`, scale: 1 }];
    const response = await engine.post("/v1/completions", { ...body, lora });
    expect(response.ok, name).toBe(false);
    const { error } = (await response.json()) as { error: { message: string } };
    expect(error.message, name).toMatch(SENTENCE);
  }
  expect(await generated("good")).toBe(4);
  expectSameProcess();
});

function refusalOf(read: () => unknown): BadWeightsError | null {
  try {
    read();
    return null;
  } catch (error) {
    if (error instanceof BadWeightsError) return error;
    throw error;
  }
}

function expectSameProcess() {
  expect([engine.child.exitCode, engine.child.signalCode]).toEqual([null, null]);
}

/** How many tokens come back, 0 if the engine refuses politely. */
async function generated(model: string): Promise<number> {
  const body = { model, prompt: "Hello.", max_tokens: 4, temperature: 0, ignore_eos: true };
  const response = await engine.post("/v1/completions", body);
  const answer = (await response.json()) as {
    usage?: { completion_tokens: number };
    error?: { message: string };
  };
  if (answer.error) expect(answer.error.message).toMatch(SENTENCE);
  return answer.usage?.completion_tokens ?? 0;
}
