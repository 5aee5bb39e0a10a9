import { readGguf } from "#server/gguf/file.ts";
import type { GgufMetadata } from "#server/gguf/write.ts";
import { type GgufTensor, writeGguf } from "./gguf-writer.ts";
import { randomNumbers, randomWeights } from "./random.ts";

type LoraTarget =
  | "attn_q"
  | "attn_k"
  | "attn_v"
  | "attn_output"
  | "ffn_gate"
  | "ffn_up"
  | "ffn_down";
/** `base` is the path of the GGUF to fit. `strength` 1 changes what is said, 5 leaves no language. */
export type LoraShape = {
  base: string;
  rank: number;
  seed: number;
  targets: LoraTarget[];
  strength: number;
  type: "f32" | "f16";
  /** What is wrong with it, for tests of refusals. */
  flaw: "none" | "shapes" | "architecture" | "half" | "names";
};

const defaults: Omit<LoraShape, "base"> = {
  ...{ rank: 8, seed: 1, targets: ["attn_q", "attn_v"], strength: 1, type: "f32", flaw: "none" },
};
// How much a LoRA of strength 1 adds to a row's output, as a share of a normalized input.
const GAIN = 1;

/** Writes a random LoRA adapter that fits the base; the same shape and seed, the same file. */
export function writeLora(path: string, shape: Partial<LoraShape> & { base: string }): void {
  const { metadata, tensors } = loraAdapter(shape);
  writeGguf(path, metadata, tensors);
}

/** What such a file holds, to be broken before it is written. */
export function loraAdapter(given: Partial<LoraShape> & { base: string }): {
  metadata: GgufMetadata;
  tensors: GgufTensor[];
} {
  const shape: LoraShape = { ...defaults, ...given };
  const base = readGguf(shape.base);
  const random = randomNumbers(shape.seed);
  const isTarget = (name: string) =>
    shape.targets.some((target) => new RegExp(`^blk\\.\\d+\\.${target}\\.weight$`).test(name));
  const tensors = base.tensors
    .filter(({ name }) => isTarget(name))
    .flatMap((tensor) => pairOf(tensor, shape, random));
  return { metadata: metadataOf(base.values.get("general.architecture")?.value, shape), tensors };
}

function metadataOf(architecture: unknown, { rank, flaw }: LoraShape): GgufMetadata {
  return {
    "general.type": { string: "adapter" },
    "general.architecture": { string: flaw === "architecture" ? "gpt2" : String(architecture) },
    "general.name": { string: "random adapter" },
    "adapter.type": { string: "lora" },
    "adapter.lora.alpha": { f32: rank }, // the runtime divides by the rank again
  };
}

function pairOf(
  { name, shape: [columns = 1, rows = 1] }: { name: string; shape: number[] },
  { rank, strength, type, flaw }: LoraShape,
  random: () => number,
): GgufTensor[] {
  const input = flaw === "shapes" ? columns + 32 : columns;
  const target = flaw === "names" ? name.replace("blk.", "block.") : name;
  const matrix = (half: "a" | "b", width: number, height: number, deviation: number) => ({
    ...{ name: `${target}.lora_${half}`, shape: [width, height], type },
    data: randomWeights(random, width * height, deviation),
  });
  const a = matrix("a", input, rank, 1 / Math.sqrt(columns));
  const b = matrix("b", rank, rows, (GAIN * strength) / Math.sqrt(rank));
  return flaw === "half" ? [a] : [a, b];
}
