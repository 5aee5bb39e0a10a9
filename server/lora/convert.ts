import { existsSync } from "node:fs";
import fs from "node:fs/promises";
import { readGguf } from "#server/gguf/file.ts";
import { GGML_TYPES, type GgufEntry, writeGguf } from "#server/gguf/write.ts";
import { type LoraModule, type PeftAdapter, readPeftAdapter } from "./adapter.ts";
import { architectureNamed, ggufName } from "./architectures.ts";
import { bytesOf, decodeFloats, encodeFloats, type FloatType } from "./floats.ts";
import { LoraError } from "./lora-error.ts";
import { readTensor } from "./safetensors.ts";

/** What the adapter is to fit, out of the header of a GGUF file. */
type Base = {
  architecture: string;
  heads: { q: number; k: number };
  /** Rows' lengths and counts, by name. */
  shapes: Map<string, number[]>;
};

/** One half of a pair; its rows are reordered within so many heads, and multiplied by `factor`. */
type Half = GgufEntry & {
  module: LoraModule;
  half: "a" | "b";
  heads: number | null;
  factor: number | null;
  dtype: "F32" | "F16";
};

/**
 * Writes a LoRA as PEFT saves it as a GGUF adapter for a base, of which the header alone is read; one tensor is in memory at
 * a time; as `F16` it takes half the space, and llama.cpp rounds what it multiplies it with as well. `onProgress` is told how
 * many of how many are written. Throws LoraError, and BadWeightsError for the base.
 * Format: llama.cpp's src/llama-adapter.cpp.
 */
export async function convertLora(
  {
    folder,
    base,
    out,
    dtype = "F32",
  }: { folder: string; base: string; out: string; dtype?: Half["dtype"] | undefined },
  onProgress: (done: number, total: number) => void = () => {},
): Promise<void> {
  if (existsSync(out)) throw new LoraError(`${out} is there already: name a new file.`);
  const adapter = await readPeftAdapter(folder);
  requireConvertible(adapter);
  const target = readBase(base);
  const alpha = commonAlpha(adapter);
  const entries = halvesOf(adapter, target, { isScaled: alpha === 0, dtype });
  const metadata = {
    "general.type": { string: "adapter" },
    "general.architecture": { string: target.architecture },
    "adapter.type": { string: "lora" },
    "adapter.lora.alpha": { f32: alpha },
  };
  const unfinished = `${out}.unfinished`;
  await fs.rm(unfinished, { force: true }); // of a conversion that was cut off
  let done = 0;
  try {
    await writeGguf(unfinished, { metadata, entries }, async (entry) => {
      const bytes = await dataOf(adapter, entry);
      done += 1;
      onProgress(done, entries.length);
      return bytes;
    });
    await fs.rename(unfinished, out);
  } finally {
    await fs.rm(unfinished, { force: true });
  }
}

function requireConvertible({ folder, modules, saved }: PeftAdapter): void {
  const why = [...modules].flatMap(([name, { magnitude, isEmbedding }]) => [
    ...(magnitude ? [`${name} is a DoRA`] : []),
    ...(isEmbedding ? [`${name} is a table of embeddings`] : []),
  ]);
  const [replaced] = saved.keys();
  if (replaced) why.push(`${replaced} is saved whole`);
  const [first] = why;
  if (first)
    throw new LoraError(
      `${folder} is more than can be adapted at run time (${first}): merge it into its base instead, by vitrine lora merge.`,
    );
}

function readBase(path: string): Base {
  const { values, tensors } = readGguf(path);
  const architecture = String(values.get("general.architecture")?.value ?? "");
  const count = (name: string) => values.get(`${architecture}.attention.${name}`)?.value;
  const q = Number(count("head_count"));
  const k = Number(count("head_count_kv") ?? q);
  const shapes = new Map(tensors.map(({ name, shape }) => [name, shape]));
  return { architecture, heads: { q, k }, shapes };
}

/**
 * The engine divides by each B's rank what the file says of alpha, so that one number serves plain LoRAs and those of
 * one rank with rsLoRA. 0 says that B has been multiplied already, where no one number does.
 */
function commonAlpha({ modules }: PeftAdapter): number {
  const alphas = new Set([...modules.values()].map(({ scaling, rank }) => scaling * rank));
  const [alpha = 0] = alphas;
  return alphas.size === 1 ? alpha : 0;
}

function halvesOf(
  { modules }: PeftAdapter,
  base: Base,
  { isScaled, dtype }: { isScaled: boolean; dtype: Half["dtype"] },
): Half[] {
  const architecture = architectureNamed(base.architecture);
  return [...modules].flatMap(([name, module]) => {
    const weight = ggufName(architecture, name);
    requireFit(name, module, base.shapes.get(weight));
    const heads = architecture.permutes ? headsOf(weight, base) : null;
    const factor = isScaled ? module.scaling : null;
    return [
      halfOf("a", weight, { module, heads: null, factor: null, dtype }),
      halfOf("b", weight, { module, heads, factor, dtype }),
    ];
  });
}

function headsOf(weight: string, { heads }: Base): number | null {
  if (weight.endsWith("attn_q.weight")) return heads.q;
  return weight.endsWith("attn_k.weight") ? heads.k : null;
}

function halfOf(
  half: "a" | "b",
  weight: string,
  { module, heads, factor, dtype }: Pick<Half, "module" | "heads" | "factor" | "dtype">,
): Half {
  const { shape } = module[half];
  const values = shape.reduce((product, length) => product * length, 1);
  return {
    ...{ name: `${weight}.lora_${half}`, shape: shape.toReversed(), module, half, heads, factor },
    ...{ dtype, type: GGML_TYPES[dtype], bytes: values * bytesOf(dtype) },
  };
}

function requireFit(name: string, { a, b }: LoraModule, shape: number[] | undefined): void {
  if (!shape)
    throw new LoraError(`The base has no ${name}: it is another model than the adapter's.`);
  const [columns, rows = 1] = shape;
  if (a.shape[1] === columns && b.shape[0] === rows) return;
  throw new LoraError(
    `${name} is ${columns} by ${rows} in the base, and ${a.shape[1]} by ${b.shape[0]} in the adapter: they do not belong together.`,
  );
}

async function dataOf({ file }: PeftAdapter, entry: Half): Promise<Buffer> {
  const { module, half, heads, factor, dtype } = entry;
  const tensor = module[half];
  const stored = decodeFloats(await readTensor(file, tensor), tensor.dtype as FloatType); // checked as it was read
  const values = factor === null ? stored : stored.map((value) => value * factor);
  const ordered = heads === null ? values : permuteRows(values, tensor.shape, heads);
  return encodeFloats(ordered, dtype);
}

/**
 * llama.cpp rotates neighbours where transformers rotates halves: row h·d + a·d/2 + b moves to h·d + 2b + a (`permute` of
 * conversion/llama.py).
 */
function permuteRows(values: Float32Array, [rows = 0, width = 0]: number[], heads: number) {
  const size = rows / heads;
  const moved = new Float32Array(values.length);
  for (let row = 0; row < rows; row += 1) {
    const head = Math.floor(row / size);
    const within = row % size;
    const half = within < size / 2 ? 0 : 1;
    const target = head * size + 2 * (within - (half * size) / 2) + half;
    moved.set(values.subarray(row * width, (row + 1) * width), target * width);
  }
  return moved;
}
