import fs from "node:fs";
import path from "node:path";
import { encodeFloats, type FloatType } from "#server/lora/floats.ts";
import { type TensorEntry, writeSafetensors } from "#server/lora/safetensors.ts";
import { MODULES } from "./hf-model.ts";
import { randomNumbers, randomWeights } from "./random.ts";

/** `more` of its adapter_config.json; `tensors` beside those of the LoRA, by name. */
export type PeftShape = {
  targets?: string[];
  /** Output and input of each module, and how many layers have them, of another model. */
  modules?: Record<string, [number, number]>;
  layers?: number;
  rank?: number;
  dtype?: FloatType;
  more?: Record<string, unknown>;
  tensors?: Record<string, number[]>;
};

/** Writes a LoRA of random weights for the models of `hf-model.ts` as PEFT saves one; its `rank_pattern` counts. */
export async function writePeft(folder: string, shape: PeftShape = {}): Promise<void> {
  const { modules = MODULES, layers = 2, rank = 4, dtype = "F32", more = {} } = shape;
  const { targets = Object.keys(modules) } = shape;
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
  const entries: TensorEntry[] = Array.from({ length: layers }, (_, layer) =>
    targets.flatMap((target) => {
      const module = `model.layers.${layer}.${target}`;
      const [out, input] = modules[target] ?? [0, 0];
      const name = `base_model.model.${module}`;
      return [
        { name: `${name}.lora_A.weight`, dtype, shape: [rankOf(module), input] },
        { name: `${name}.lora_B.weight`, dtype, shape: [out, rankOf(module)] },
      ];
    }),
  ).flat();
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
