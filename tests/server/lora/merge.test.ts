import fs from "node:fs";
import path from "node:path";
import { expect } from "@playwright/test";
import { decodeFloats, encodeFloats } from "#server/lora/floats.ts";
import { mergeLora } from "#server/lora/merge.ts";
import { vitrineCommand } from "../../support/command.ts";
import { tensorsOf, test } from "../../support/lora-test.ts";
import { writePeft } from "../../support/peft-adapter.ts";

const TOUCHED = ["self_attn.q_proj", "mlp.down_proj"];

/** W + scaling · B · A as the formula has it, in 64 bits. */
function formula(
  w: Float32Array,
  [a, b]: [Float32Array, Float32Array],
  { rank, scaling }: { rank: number; scaling: number },
): number[] {
  const columns = a.length / rank;
  return [...w].map((value, index) => {
    const [row, column] = [Math.floor(index / columns), index % columns];
    let sum = 0;
    for (let inner = 0; inner < rank; inner += 1)
      sum += (b[row * rank + inner] ?? 0) * (a[inner * columns + column] ?? 0);
    return value + scaling * sum;
  });
}

for (const dtype of ["F32", "F16", "BF16"] as const)
  test(`a merged model in ${dtype} is the formula rounded once, and what was not touched is the same to the byte`, async ({
    prepare,
  }) => {
    const paths = await prepare({ targets: TOUCHED }, { dtype });
    await mergeLora(paths);
    const [base, merged, lora] = await Promise.all(
      [paths.base, paths.out, paths.folder].map(tensorsOf),
    );
    let touched = 0;
    for (const [name, bytes] of base ?? []) {
      const module = `base_model.model.${name.replace(/\.weight$/, "")}`;
      const halves = ["A", "B"].map((half) => lora?.get(`${module}.lora_${half}.weight`));
      const [a, b] = halves.map((half) => half && decodeFloats(half, "F32"));
      const found = merged?.get(name) ?? Buffer.alloc(0);
      if (!a || !b) {
        expect(found.equals(bytes), name).toBe(true);
        continue;
      }
      touched += 1;
      const right = formula(decodeFloats(bytes, dtype), [a, b], { rank: 4, scaling: 4 });
      expect(found.equals(encodeFloats(right, dtype)), name).toBe(true);
    }
    expect(touched).toBe(4);
    for (const name of ["config.json", "tokenizer_config.json", "model.safetensors.index.json"])
      expect(fs.readFileSync(path.join(paths.out, name))).toEqual(
        fs.readFileSync(path.join(paths.base, name)),
      );
  });

test("a merge that is cut off leaves nothing that could be taken for a model, and can be begun anew", async ({
  prepare,
}) => {
  const paths = await prepare();
  const cutOff = mergeLora(paths, (done) => {
    if (done === 20) throw new Error("cut off");
  });
  await expect(cutOff).rejects.toThrow("cut off");
  expect(fs.readdirSync(paths.home).sort()).toEqual(["base", "lora"]);
  fs.mkdirSync(`${paths.out}.unfinished`); // as a killed one leaves it
  await mergeLora(paths);
  expect(fs.readdirSync(paths.home).sort()).toEqual(["base", "lora", "merged"]);
  await expect(mergeLora(paths)).rejects.toThrow("is there already: name a new folder.");
});

const edit = (file: string, changes: object) =>
  fs.writeFileSync(
    file,
    JSON.stringify({ ...JSON.parse(fs.readFileSync(file, "utf8")), ...changes }),
  );

const REFUSED: [string, (paths: { folder: string; base: string }) => void, RegExp][] = [
  [
    "a pickle",
    ({ folder }) =>
      fs.renameSync(
        path.join(folder, "adapter_model.safetensors"),
        path.join(folder, "adapter_model.bin"),
      ),
    /is a pickle, which is never opened here: .*\n +python -c "import torch/,
  ],
  [
    "a quantized base",
    ({ base }) =>
      edit(path.join(base, "config.json"), { quantization_config: { quant_method: "awq" } }),
    /is quantized \(awq\): a LoRA is merged into the original/,
  ],
  [
    "a base without safetensors",
    ({ base }) => fs.rmSync(path.join(base, "model.safetensors.index.json")),
    /has neither model\.safetensors nor .*only safetensors are opened/,
  ],
  [
    "a shard that is cut off",
    ({ base }) => fs.truncateSync(path.join(base, "model-00001-of-00002.safetensors"), 40_000),
    /is cut off/,
  ],
  [
    "a pattern that is none",
    ({ folder }) =>
      edit(path.join(folder, "adapter_config.json"), { alpha_pattern: { "q_proj[": 8 } }),
    /adapter_config\.json is no configuration of a LoRA/,
  ],
  [
    "another kind of adapter",
    ({ folder }) => edit(path.join(folder, "adapter_config.json"), { peft_type: "IA3" }),
    /of the kind IA3, not a LoRA/,
  ],
  [
    "an adapter that changed its base as it began",
    ({ folder }) =>
      edit(path.join(folder, "adapter_config.json"), { init_lora_weights: "pissa_niter_4" }),
    /began as pissa_niter_4, which changes the base/,
  ],
];

for (const [name, spoil, complaint] of REFUSED)
  test(`refused with what to do, and nothing written: ${name}`, async ({ prepare }) => {
    const paths = await prepare();
    spoil(paths);
    await expect(mergeLora(paths)).rejects.toThrow(complaint);
    expect(fs.existsSync(paths.out)).toBe(false);
  });

test("an adapter of another model is told by the first module that does not fit", async ({
  prepare,
}) => {
  const paths = await prepare({
    tensors: { "model.layers.9.self_attn.q_proj.lora_A.weight": [4, 64] },
  });
  await expect(mergeLora(paths)).rejects.toThrow(/layers\.9\.self_attn\.q_proj lacks one half/);
  fs.rmSync(paths.folder, { recursive: true });
  await writePeft(paths.folder, { tensors: { "score.weight": [2, 64] } });
  await expect(mergeLora(paths)).rejects.toThrow(/The base has no score\.weight/);
});

test("the command line merges, says what an adapter is, and names what is missing", async ({
  prepare,
}) => {
  const { folder, base, out } = await prepare();
  expect(await vitrineCommand(["lora", "inspect", folder])).toMatch(/^rank +4$/m);
  expect(await vitrineCommand(["lora", "merge", folder, "--out", out])).toContain(
    "Add --base FOLDER",
  );
  expect(await vitrineCommand(["lora", "merge", folder, "--base", base, "--out", out])).toMatch(
    /Merging 100 %\nWrote .*merged\.$/m,
  );
  expect(fs.existsSync(path.join(out, "config.json"))).toBe(true);
});
