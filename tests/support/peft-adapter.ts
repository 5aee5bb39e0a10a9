import fs from "node:fs";
import path from "node:path";
import { encodeFloats, type FloatType } from "#server/lora/floats.ts";
import { type TensorEntry, writeSafetensors } from "#server/lora/safetensors.ts";
import { MODULES } from "./hf-model.ts";
import { randomNumbers, randomWeights } from "./random.ts";

/** `more` of its adapter_config.json; `tensors` beside those of the LoRA, by name. */
export type PeftShape = {
  targets?: string[];
  rank?: number;
  dtype?: FloatType;
  more?: Record<string, unknown>;
  tensors?: Record<string, number[]>;
};

/** Writes a LoRA of random weights for the models of `hf-model.ts` as PEFT saves one; its `rank_pattern` counts. */
export async function writePeft(folder: string, shape: PeftShape = {}): Promise<void> {
  const { targets = Object.keys(MODULES), rank = 4, dtype = "F32", more = {} } = shape;
  fs.mkdirSync(folder, { recursive: true });
  const config = {
    ...{ peft_type: "LORA", base_model_name_or_path: "tests/tiny", r: rank, lora_alpha: 16 },
    ...{ target_modules: targets.map((name) => name.split(".").at(-1)), bias: "none" },
    ...more,
  };
  fs.writeFileSync(path.join(folder, "adapter_config.json"), JSON.stringify(config));
  const ranks = Object.entries((more.rank_pattern ?? {}) as Record<string, number>);
  const rankOf = (module: string) =>
    ranks.find(([key]) => new RegExp(`^(.*\\.)?(${key})$`).test(module))?.[1] ?? rank;
  const entries: TensorEntry[] = [0, 1].flatMap((layer) =>
    targets.flatMap((target) => {
      const module = `model.layers.${layer}.${target}`;
      const [out, input] = MODULES[target] ?? [0, 0];
      const name = `base_model.model.${module}`;
      return [
        { name: `${name}.lora_A.weight`, dtype, shape: [rankOf(module), input] },
        { name: `${name}.lora_B.weight`, dtype, shape: [out, rankOf(module)] },
      ];
    }),
  );
  for (const [name, each] of Object.entries(shape.tensors ?? {}))
    entries.push({ name: `base_model.model.${name}`, dtype, shape: each });
  const random = randomNumbers(5);
  await writeSafetensors(
    path.join(folder, "adapter_model.safetensors"),
    { entries, metadata: { format: "pt" } },
    async (entry) => {
      const length = entry.shape.reduce((product, each) => product * each, 1);
      return encodeFloats(randomWeights(random, length, 0.1), dtype);
    },
  );
}
