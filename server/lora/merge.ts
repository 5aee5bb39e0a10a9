import { existsSync } from "node:fs";
import fs from "node:fs/promises";
import path from "node:path";
import { type LoraModule, type PeftAdapter, readPeftAdapter } from "./adapter.ts";
import { type BaseFolder, readBaseFolder } from "./base-folder.ts";
import { mergeInto } from "./delta.ts";
import { isFloatType } from "./floats.ts";
import { LoraError } from "./lora-error.ts";
import {
  readTensor,
  type Safetensors,
  type StoredTensor,
  writeSafetensors,
} from "./safetensors.ts";

/** Ends a layer's weights, by the module's name. */
const WEIGHT = ".weight";
/** The two tables that a model with tied embeddings has in one. */
const TIED = /(?:^|\.)(?:embed_tokens|lm_head)$/;

/**
 * Writes a base with a LoRA merged into it to a new folder: the same shards, index, configuration and tokenizer, and every
 * tensor that the LoRA does not touch to the byte. One tensor is in memory at a time; the folder is there when all of it is.
 * `onProgress` is told how many tensors of how many are written. Throws LoraError.
 */
export async function mergeLora(
  { folder, base, out }: { folder: string; base: string; out: string },
  onProgress: (done: number, total: number) => void = () => {},
): Promise<void> {
  if (existsSync(out)) throw new LoraError(`${out} is there already: name a new folder.`);
  const [adapter, model] = await Promise.all([readPeftAdapter(folder), readBaseFolder(base)]);
  requireMergeable(adapter, model);
  const unfinished = `${out}.unfinished`;
  await fs.rm(unfinished, { recursive: true, force: true }); // of a merge that was cut off
  await fs.mkdir(unfinished, { recursive: true });
  try {
    const total = [...model.shards.values()].reduce((sum, { tensors }) => sum + tensors.size, 0);
    let done = 0;
    for (const [name, shard] of model.shards)
      await mergeShard(path.join(unfinished, name), { shard, adapter }, () => {
        done += 1;
        onProgress(done, total);
      });
    await copyRest(model, unfinished);
    await fs.rename(unfinished, out);
  } finally {
    await fs.rm(unfinished, { recursive: true, force: true });
  }
}

function mergeShard(
  to: string,
  { shard, adapter }: { shard: Safetensors; adapter: PeftAdapter },
  onTensor: () => void,
): Promise<void> {
  const { tensors, metadata } = shard;
  return writeSafetensors(to, { entries: [...tensors.values()], metadata }, async ({ name }) => {
    const tensor = tensors.get(name) as StoredTensor; // the entries are these
    const bytes = await mergedBytes(tensor, shard, adapter);
    onTensor();
    return bytes;
  });
}

async function mergedBytes(
  tensor: StoredTensor,
  shard: Safetensors,
  adapter: PeftAdapter,
): Promise<Buffer> {
  const saved = adapter.saved.get(tensor.name);
  if (saved) return readTensor(adapter.file, saved);
  const bytes = await readTensor(shard, tensor);
  const module = tensor.name.endsWith(WEIGHT)
    ? adapter.modules.get(tensor.name.slice(0, -WEIGHT.length))
    : undefined;
  return module ? mergeInto({ bytes, tensor }, module, adapter) : bytes;
}

/** Every part of the adapter has to have a place in the base, and to fit there. */
function requireMergeable(adapter: PeftAdapter, { shards, config }: BaseFolder): void {
  const stored = new Map([...shards.values()].flatMap(({ tensors }) => [...tensors]));
  const isTied = config.tie_word_embeddings ?? false;
  const isTurned = adapter.config.fan_in_fan_out ?? false;
  for (const [name, module] of adapter.modules) {
    if (isTied && TIED.test(name))
      throw new LoraError(
        `${name} is adapted and shares its weights in this model (tie_word_embeddings): merge it with PEFT itself, which unties them.`,
      );
    requireModule(stored, name, { module, isTurned: isTurned || module.isEmbedding });
  }
  for (const [name, { shape, dtype }] of adapter.saved)
    requireTensor(stored, name, { shape, dtype });
}

function requireModule(
  stored: Map<string, StoredTensor>,
  name: string,
  { module, isTurned }: { module: LoraModule; isTurned: boolean },
): void {
  const { a, b, magnitude } = module;
  const [rows = 0, columns = 0] = isTurned ? [a.shape[1], b.shape[0]] : [b.shape[0], a.shape[1]];
  requireTensor(stored, `${name}${WEIGHT}`, { shape: [rows, columns] });
  if (magnitude && isTurned)
    throw new LoraError(`${name} is a DoRA of turned weights: merge it with PEFT itself.`);
}

function requireTensor(
  stored: Map<string, StoredTensor>,
  name: string,
  wanted: { shape: number[]; dtype?: string },
): void {
  const found = stored.get(name);
  if (!found)
    throw new LoraError(`The base has no ${name}: it is another model than the adapter's.`);
  if (!isFloatType(found.dtype))
    throw new LoraError(
      `${name} is stored as ${found.dtype} in the base: 16 or 32 bits are needed.`,
    );
  if (found.shape.join() !== wanted.shape.join())
    throw new LoraError(
      `${name} is ${found.shape.join(" by ")} in the base, and ${wanted.shape.join(" by ")} in the adapter: they do not belong together.`,
    );
  if (wanted.dtype && wanted.dtype !== found.dtype)
    throw new LoraError(
      `${name} is saved whole as ${wanted.dtype}, and ${found.dtype} in the base: save both alike.`,
    );
}

/** Configuration, tokenizer, chat template, index, licence: whatever is small and no weights. */
async function copyRest({ folder, shards }: BaseFolder, to: string): Promise<void> {
  for (const entry of await fs.readdir(folder, { withFileTypes: true }))
    if (entry.isFile() && !shards.has(entry.name) && !WEIGHTS_FILE.test(entry.name))
      await fs.copyFile(path.join(folder, entry.name), path.join(to, entry.name));
}

const WEIGHTS_FILE = /\.(?:safetensors|bin|pt|pth|ckpt|gguf|h5|msgpack|onnx)$/;
