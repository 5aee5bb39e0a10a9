import fs from "node:fs";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { convertLora } from "#server/lora/convert.ts";
import { inspectLora } from "#server/lora/inspect.ts";
import { mergeLora } from "#server/lora/merge.ts";
import { startEngine, type TestEngine } from "../../support/bundled-engine.ts";
import { type HfArchitecture, writeAsGguf, writeHfModel } from "../../support/hf-model.ts";
import { newDataFolder } from "../../support/installation.ts";
import { type PeftShape, writePeft } from "../../support/peft-adapter.ts";

test.describe.configure({ mode: "serial" });

const RSLORA = { more: { use_rslora: true } };
const PATTERNS = {
  more: {
    rank_pattern: { "layers.0.self_attn.q_proj": 8, down_proj: 2 },
    alpha_pattern: { "self_attn.k_proj": 4, "model.layers.1.mlp.up_proj": 32 },
  },
};
const CASES: [string, HfArchitecture, PeftShape][] = [
  ["llama-plain", "llama", {}],
  ["llama-rslora", "llama", RSLORA],
  ["llama-patterns", "llama", PATTERNS],
  ["llama-both", "llama", { more: { ...PATTERNS.more, ...RSLORA.more } }],
  ["llama-halves", "llama", { dtype: "F16" }],
  ["qwen2-plain", "qwen2", {}],
  ["qwen2-patterns", "qwen2", PATTERNS],
  ["qwen3-rslora", "qwen3", RSLORA],
  ["gemma-plain", "gemma", {}],
  ["gemma-patterns", "gemma", PATTERNS],
];

let home: string;
let engine: TestEngine;

test.beforeAll(async () => {
  home = newDataFolder();
  const weights: Record<string, string> = {};
  for (const [name, architecture, shape] of CASES) {
    const at = (part: string) => path.join(home, `${name}-${part}`);
    await writeHfModel(at("base"), { architecture });
    await writePeft(at("lora"), shape);
    await mergeLora({ folder: at("lora"), base: at("base"), out: at("merged") });
    for (const part of ["base", "merged"]) {
      weights[`${name}-${part}`] = `${at(part)}.gguf`;
      await writeAsGguf(at(part), { architecture, to: `${at(part)}.gguf` });
    }
    await convertLora({
      folder: at("lora"),
      base: `${at("base")}.gguf`,
      out: `${at("lora")}.gguf`,
    });
    weights[`${name}-lora`] = `${at("lora")}.gguf`;
  }
  const [folder, half] = [path.join(home, "llama-plain-lora"), path.join(home, "half.gguf")];
  await convertLora({ folder, base: weights["llama-plain-base"] ?? "", out: half, dtype: "F16" });
  weights.half = half;
  engine = await startEngine({ weights, preload: null });
});

test.afterAll(async () => {
  await engine.stop();
  fs.rmSync(home, { recursive: true, force: true });
});

/** The twenty likeliest next tokens after a few bytes, each step of eight. */
async function probabilities(model: string, adapter: string | null): Promise<number[]> {
  const answer = await engine.post("/v1/chat/completions", {
    ...{ model, lora: adapter ? [{ id: adapter, scale: 1 }] : [], temperature: 0, max_tokens: 8 },
    ...{ logprobs: true, top_logprobs: 20, ignore_eos: true, lane: "exact" },
    messages: [{ role: "user", content: "p95 by region" }],
  });
  const told = await answer.json();
  if (!answer.ok) throw new Error(JSON.stringify(told));
  const steps = told.choices[0].logprobs.content as { top_logprobs: { logprob: number }[] }[];
  return steps.flatMap(({ top_logprobs }) => top_logprobs.map(({ logprob }) => Math.exp(logprob)));
}

const farthest = (some: number[], others: number[]): number =>
  Math.max(...some.map((value, index) => Math.abs(value - (others[index] ?? 0))));

for (const [name] of CASES)
  test(`a converted adapter says what the merged model says: ${name}`, async () => {
    const adapted = await probabilities(`${name}-base`, `${name}-lora`);
    const merged = await probabilities(`${name}-merged`, null);
    const base = await probabilities(`${name}-base`, null);
    expect(adapted).toHaveLength(160);
    expect(farthest(adapted, merged)).toBeLessThan(1e-4);
    expect(farthest(base, merged)).toBeGreaterThan(1e-3);
  });

test("an adapter in 16 bits takes half the space and says nearly the same", async () => {
  const bytes = (model: string) => fs.statSync(path.join(home, model)).size;
  expect(bytes("half.gguf") / bytes("llama-plain-lora.gguf")).toBeLessThan(0.7);
  const half = await probabilities("llama-plain-base", "half");
  const merged = await probabilities("llama-plain-merged", null);
  expect(farthest(half, merged)).toBeLessThan(1e-2);
});

test("an adapter says what it is, before and after", async () => {
  const folder = Object.fromEntries(await inspectLora(path.join(home, "llama-rslora-lora")));
  expect(folder).toMatchObject({ kind: "rsLoRA", rank: "4", scaling: "8", base: "tests/tiny" });
  expect(folder.modules).toMatch(/^14: q_proj, k_proj, v_proj/);
  const file = Object.fromEntries(await inspectLora(path.join(home, "llama-rslora-lora.gguf")));
  expect(file).toMatchObject({ architecture: "llama", rank: "4", alpha: "32" });
  expect(file.parameters).toBe(folder.parameters);
});
