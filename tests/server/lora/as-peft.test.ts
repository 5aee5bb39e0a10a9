import { spawnSync } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "@playwright/test";
import { decodeFloats, type FloatType } from "#server/lora/floats.ts";
import { mergeLora } from "#server/lora/merge.ts";
import { readSafetensors, readTensor } from "#server/lora/safetensors.ts";
import type { HfArchitecture } from "../../support/hf-model.ts";
import { tensorsOf, test } from "../../support/lora-test.ts";
import type { PeftShape } from "../../support/peft-adapter.ts";

const MERGE_BY_PEFT = fileURLToPath(new URL("../../support/python/peft_merge.py", import.meta.url));
/** A Python that has torch, transformers and peft; PEFT_PYTHON names another. */
const python = process.env.PEFT_PYTHON ?? "python3";
const hasPeft = spawnSync(python, ["-c", "import peft, torch, transformers"]).status === 0;

const PATTERNS = {
  more: { rank_pattern: { q_proj: 8 }, alpha_pattern: { "layers.1.mlp.up_proj": 32 } },
};

const AS_PEFT: [string, PeftShape, { architecture?: HfArchitecture; dtype?: FloatType }][] = [
  ["a plain LoRA", {}, {}],
  ["rsLoRA with patterns", { more: { ...PATTERNS.more, use_rslora: true } }, {}],
  ["a plain LoRA in bfloat16", {}, { dtype: "BF16" }],
  ["Qwen's layers", PATTERNS, { architecture: "qwen2" }],
  [
    "DoRA",
    {
      targets: ["mlp.up_proj"],
      more: { use_dora: true },
      tensors: Object.fromEntries(
        [0, 1].map((layer) => [`model.layers.${layer}.mlp.up_proj.lora_magnitude_vector`, [128]]),
      ),
    },
    {},
  ],
  [
    "a module that is saved whole",
    { more: { modules_to_save: ["lm_head"] }, tensors: { "lm_head.weight": [262, 64] } },
    {},
  ],
];

for (const [name, shape, model] of AS_PEFT)
  test(`merged as PEFT merges it: ${name}`, async ({ prepare }) => {
    test.skip(!hasPeft, "needs a Python with torch, transformers and peft: PEFT_PYTHON names it");
    const paths = await prepare(shape, model);
    await mergeLora(paths);
    const theirs = path.join(paths.home, "theirs.safetensors");
    const { status, stderr } = spawnSync(python, [MERGE_BY_PEFT, paths.base, paths.folder, theirs]);
    expect(status, String(stderr)).toBe(0);
    const { dtype = "F32" } = model;
    const file = await readSafetensors(theirs);
    const merged = await tensorsOf(paths.out);
    let [values, others, farthest] = [0, 0, 0];
    for (const tensor of file.tensors.values()) {
      const right = decodeFloats(await readTensor(file, tensor), dtype);
      const ours = decodeFloats(merged.get(tensor.name) ?? Buffer.alloc(0), dtype);
      expect(ours.length, tensor.name).toBe(right.length);
      for (const [index, value] of right.entries()) {
        const distance = Math.abs((ours[index] ?? 0) - value) / (1 + Math.abs(value));
        farthest = Math.max(farthest, distance);
        if (distance > 0) others += 1;
      }
      values += right.length;
    }
    expect(farthest).toBeLessThan(dtype === "F32" ? 1e-6 : 2 ** -7);
    if (dtype !== "F32") expect(others / values).toBeLessThan(1e-3);
  });
