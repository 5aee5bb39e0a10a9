import { existsSync } from "node:fs";
import fs from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { LoraError } from "./lora-error.ts";
import { readSafetensors, type Safetensors } from "./safetensors.ts";

/** A model as transformers saves one: its shards, by file name. */
export type BaseFolder = {
  folder: string;
  config: z.infer<typeof modelConfig>;
  shards: Map<string, Safetensors>;
};

const WHOLE = "model.safetensors";
const INDEX = "model.safetensors.index.json";

const modelConfig = z.looseObject({
  tie_word_embeddings: z.boolean().optional(),
  quantization_config: z.looseObject({ quant_method: z.string().optional() }).optional(),
});
const shardIndex = z.looseObject({ weight_map: z.record(z.string(), z.string()) });

/** Reads the headers of a model's shards. Throws LoraError, also for one whose weights are packed. */
export async function readBaseFolder(folder: string): Promise<BaseFolder> {
  const config = await readJson(path.join(folder, "config.json"), modelConfig);
  const method = config.quantization_config?.quant_method;
  if (config.quantization_config)
    throw new LoraError(
      `${folder} is quantized (${method ?? "of a kind it does not name"}): a LoRA is merged into the original in 16 or 32 bits, which is quantized anew afterwards.`,
    );
  const names = await shardNames(folder);
  const read = names.map(
    async (name) => [name, await readSafetensors(path.join(folder, name))] as const,
  );
  return { folder, config, shards: new Map(await Promise.all(read)) };
}

async function shardNames(folder: string): Promise<string[]> {
  if (existsSync(path.join(folder, WHOLE))) return [WHOLE];
  const index = path.join(folder, INDEX);
  if (!existsSync(index))
    throw new LoraError(
      `${folder} has neither ${WHOLE} nor ${INDEX}: only safetensors are opened, no pickles and no GGUF.`,
    );
  const { weight_map } = await readJson(index, shardIndex);
  const names = [...new Set(Object.values(weight_map))].sort();
  const foreign = names.find((name) => path.basename(name) !== name);
  if (foreign) throw new LoraError(`${index} names ${foreign}, which is no file beside it.`);
  return names;
}

async function readJson<T>(file: string, shape: z.ZodType<T>): Promise<T> {
  try {
    return shape.parse(JSON.parse(await fs.readFile(file, "utf8")));
  } catch (cause) {
    throw new LoraError(`${file} is missing, or not what it should be.`, { cause });
  }
}
