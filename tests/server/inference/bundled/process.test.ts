import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import {
  engineEnvironment,
  hasWeights,
  smallWeights,
  startEngine,
  turn,
  weightsFolder,
} from "../../../support/bundled-engine.ts";
import { engineCommand } from "../../../support/folder-engine.ts";

test.skip(!hasWeights, "needs the small model's weights");

test("the engine ends when the process that started it is gone", async () => {
  const script = `
    const child = require("node:child_process").spawn(
      process.execPath, ${JSON.stringify(engineCommand)}, { stdio: ["ignore", "ignore", "pipe", "ipc"] });
    child.stderr.on("data", (line) => {
      if (!String(line).includes('"loaded"')) return;
      process.stdout.write(String(child.pid));
      process.kill(process.pid, "SIGKILL");
    });`;
  const folder = weightsFolder({ smollm2: smallWeights.path });
  const parent = spawn(process.execPath, ["-e", script], { env: engineEnvironment(folder) });
  let pid = "";
  parent.stdout.on("data", (text) => {
    pid += text;
  });
  await once(parent, "close");
  expect(Number(pid)).toBeGreaterThan(1);
  await expect.poll(() => isAlive(Number(pid))).toBe(false);
});

test("an engine told to end tells those who are reading and exits cleanly", async () => {
  const engine = await startEngine({ slots: 1 });
  await engine.settled();
  const body = { model: "smollm2", prompt: turn("Write a long story."), max_tokens: 400 };
  const response = await engine.post("/v1/completions", {
    ...body,
    grammar: 'root ::= [a-z ]+ "."{400}',
    stream: true,
  });
  const reading = response.text();
  const exit = once(engine.child, "exit");
  engine.child.kill("SIGTERM");
  expect(await reading).toContain("The engine is stopping.");
  expect(await exit).toEqual([0, null]);
});

test("a broken file of weights is a failed state with a sentence, and the process lives", async () => {
  const whole = readFileSync(smallWeights.path);
  const headless = Buffer.from(whole);
  const key = "llama.attention.head_count";
  headless.writeUInt32LE(0, headless.indexOf(key) + key.length + 4);
  const files: [string, Buffer, RegExp][] = [
    ["empty", Buffer.alloc(0), /not a GGUF file/],
    ["a page", Buffer.from("<!doctype html><title>404</title>"), /not a GGUF file/],
    ["cut in its header", whole.subarray(0, 300_000), /cut off/],
    ["cut in its tensors", whole.subarray(0, 20_000_000), /cut off/],
    ["without attention heads", headless, /attention heads/],
  ];
  for (const [name, bytes, sentence] of files) {
    const path = test.info().outputPath(`${name}.gguf`);
    writeFileSync(path, bytes);
    const engine = await startEngine({ weights: { broken: path }, preload: "broken" });
    const status = await engine.settled("broken");
    expect(status, name).toMatchObject({
      value: "failed",
      reason: expect.stringMatching(sentence),
    });
    const refused = await engine.post("/v1/completions", { model: "broken", prompt: "Hello" });
    expect(refused.status).toBe(503);
    expect(await refused.json()).toMatchObject({ error: { message: status.reason } });
    expect((await engine.complete({ prompt: "Hello", max_tokens: 1 })).tokens).toHaveLength(1);
    await engine.stop();
  }
});

test("wrong settings are refused by a sentence", async () => {
  const env = { ...engineEnvironment("."), VITRINE_ENGINE_SLOTS: "many", VITRINE_ENGINE_TOKEN: "" };
  const child = spawn(process.execPath, engineCommand, { env });
  let said = "";
  child.stderr.on("data", (text) => {
    said += text;
  });
  expect(await once(child, "close")).toEqual([1, null]);
  expect(said).toContain("VITRINE_ENGINE_SLOTS must be a whole number from 1 to 128.");
  expect(said).toContain("VITRINE_ENGINE_TOKEN is missing");
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
