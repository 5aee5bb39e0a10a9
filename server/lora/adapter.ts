import { existsSync } from "node:fs";
import path from "node:path";
import { type FloatType, isFloatType } from "./floats.ts";
import { LoraError } from "./lora-error.ts";
import { type PeftConfig, readPeftConfig, scalingOf } from "./peft-config.ts";
import { readSafetensors, type Safetensors, type StoredTensor } from "./safetensors.ts";

/** What is added to one module's weights: B times A times `scaling`. A is [rank, in], B [out, rank]. */
export type LoraModule = {
  a: StoredTensor;
  b: StoredTensor;
  rank: number;
  scaling: number;
  /** DoRA's length of each output's row. */
  magnitude: StoredTensor | null;
  /** Of a table of embeddings: A is [rank, entries], B [width, rank]. */
  isEmbedding: boolean;
};

/** A LoRA as PEFT saves it. Modules are named as in the model; `saved` are whole tensors that take the base's place. */
export type PeftAdapter = {
  folder: string;
  config: PeftConfig;
  file: Safetensors;
  modules: Map<string, LoraModule>;
  saved: Map<string, StoredTensor>;
};

const WEIGHTS = "adapter_model.safetensors";
const PICKLES = ["adapter_model.bin", "adapter_model.pt", "adapter_model.ckpt"];
const PREFIX = /^base_model\.model\./;
const PART = /^(.*)\.lora_(?:(embedding)_)?([AB])(?:\.weight)?$/;
const MAGNITUDE = /^(.*)\.lora_magnitude_vector(?:\.weight)?$/;

/** Reads what a folder's adapter consists of, not its numbers. Throws LoraError. */
export async function readPeftAdapter(folder: string): Promise<PeftAdapter> {
  const config = await readPeftConfig(folder);
  refusePickles(folder);
  const file = await readSafetensors(path.join(folder, WEIGHTS));
  const named = [...file.tensors.values()].map(
    (tensor) => [tensor.name.replace(PREFIX, ""), tensor] as const,
  );
  for (const [name, { dtype }] of named) requireFloats(name, dtype);
  const parts = new Map(named);
  const modules = new Map<string, LoraModule>();
  for (const [name, tensor] of named) {
    const [, module, embedding, half] = PART.exec(name) ?? [];
    if (module && half === "A")
      modules.set(
        module,
        pairOf(module, tensor, { parts, config, isEmbedding: embedding !== undefined }),
      );
  }
  const saved = named.filter(([name]) => !PART.test(name) && !MAGNITUDE.test(name));
  if (modules.size === 0) throw new LoraError(`${folder} holds no tensors of a LoRA.`);
  return { folder, config, file, modules, saved: new Map(saved) };
}

/** A pickle can run anything as it is opened: it never is. */
function refusePickles(folder: string): void {
  if (existsSync(path.join(folder, WEIGHTS))) return;
  const pickle = PICKLES.find((name) => existsSync(path.join(folder, name)));
  if (!pickle) throw new LoraError(`${folder} has no ${WEIGHTS}.`);
  throw new LoraError(
    `${pickle} is a pickle, which is never opened here: whoever trusts it can convert it in its folder by
  python -c "import torch, safetensors.torch as s; s.save_file(torch.load('${pickle}', weights_only=True), '${WEIGHTS}')"`,
  );
}

function requireFloats(name: string, dtype: string): asserts dtype is FloatType {
  if (!isFloatType(dtype))
    throw new LoraError(`${name} is stored as ${dtype}: save the adapter in 32 or 16 bits.`);
}

function pairOf(
  module: string,
  a: StoredTensor,
  adapter: { parts: Map<string, StoredTensor>; config: PeftConfig; isEmbedding: boolean },
): LoraModule {
  const { parts, config, isEmbedding } = adapter;
  const b = parts.get(isEmbedding ? `${module}.lora_embedding_B` : `${module}.lora_B.weight`);
  const [rank = 0] = a.shape;
  const areMatrices = a.shape.length === 2 && b?.shape.length === 2;
  if (!b || !areMatrices || rank === 0 || b.shape[1] !== rank)
    throw new LoraError(`${module} lacks one half of its LoRA, or the two do not fit each other.`);
  const magnitude =
    parts.get(`${module}.lora_magnitude_vector`) ??
    parts.get(`${module}.lora_magnitude_vector.weight`) ??
    null;
  return { a, b, rank, scaling: scalingOf(config, module, rank), magnitude, isEmbedding };
}
