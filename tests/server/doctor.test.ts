import fs from "node:fs";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { hasWeights, smallWeights } from "../support/bundled-engine.ts";
import { vitrineCommand } from "../support/command.ts";
import { newDataFolder } from "../support/installation.ts";
import { writeLora } from "../support/lora-fixture.ts";
import { chooseShippedIn } from "../support/shipped.ts";
import { writeTinyModel } from "../support/tiny-model.ts";

let dataFolder: string;
let store: string;

test.beforeEach(() => {
  dataFolder = newDataFolder();
  store = path.join(dataFolder, "weights");
  fs.mkdirSync(store, { recursive: true });
  chooseShippedIn(dataFolder);
});

test.afterEach(() => fs.rmSync(dataFolder, { recursive: true, force: true }));

const doctor = (env: Record<string, string> = {}) =>
  vitrineCommand(["doctor"], { VITRINE_DATA: dataFolder, VITRINE_ENGINE_GPU: "off", ...env });

test("the doctor tells what this machine runs on and how each file would fit", async () => {
  const tiny = path.join(store, "tiny.gguf");
  writeTinyModel(tiny);
  writeLora(path.join(store, "adapter.gguf"), { base: tiny });
  fs.writeFileSync(path.join(store, "page.gguf"), "<!doctype html>".repeat(10));
  const report = await doctor({ VITRINE_ENGINE_THREADS: "1", VITRINE_ENGINE_SLOTS: "3" });
  expect(report).toContain(`Node.js            ${process.version}`);
  expect(report).toMatch(/Engine +llama\.cpp v\S+ with the CPU\n/);
  expect(report).toMatch(/Threads +1\n/);
  expect(report).toMatch(/Slots +3 of \d+ tokens each\n/);
  expect(report).toMatch(/Weights +tiny, 1 MB: needs \d+ MB of memory\n/);
  expect(report).toMatch(/Adapter +adapter, 1 MB\n/);
  expect(report).toContain("page, 1 MB: cannot be used. The file is not a GGUF file.");
  expect(report).toMatch(/Database +PostgreSQL of Vitrine's own, made at the first start\n/);
  expect(report).toMatch(/Data folder +\S+, [\d.]+ [MG]B free\n/);
});

test("the doctor says which weights are missing and how to bring them", async () => {
  const report = await doctor();
  expect(report).toMatch(
    /! The weights SmolLM2-135M.+ are not in the store: npm start fetches them/,
  );
  expect(report).not.toContain("All is well.");
});

test("the doctor is content once the shipped weights are there", async () => {
  test.skip(!hasWeights, "needs the small model's weights");
  const file = path.join(store, `${smallWeights.sha256}.gguf`);
  fs.symlinkSync(path.resolve(smallWeights.path), file);
  const report = await doctor();
  expect(report).toMatch(/Weights +SmolLM2-135M.*, \d+ MB: needs \d+ MB of memory\n/);
  expect(report).toContain("All is well.");
});

test("the doctor says that a database does not answer, and keeps its password to itself", async () => {
  const url = "postgresql://app:a-secret-word@127.0.0.1:9/vitrine";
  const report = await doctor({ DATABASE_URL: url });
  expect(report).toContain("! The database does not answer: check DATABASE_URL");
  expect(report).not.toContain("a-secret-word");
});

test("the doctor says when the engine cannot start with its settings", async () => {
  const report = await doctor({ VITRINE_ENGINE_SLOTS: "4096" });
  expect(report).toMatch(/Engine +does not start\n/);
  expect(report).toContain("! The bundled engine does not start here: check its settings");
});
