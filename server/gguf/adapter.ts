import { type GgufTensor, type GgufValues, ggufTypes, readGguf } from "./file.ts";
import { BadWeightsError } from "./reader.ts";

type Base = { architecture: string; tensors: GgufTensor[] };

// ggml's numbers of F32, F16, Q8_0 and BF16: what the converters write, and what every backend multiplies with.
const types = [0, 1, 8, 30];
const halves = /\.lora_[ab]$/;

/**
 * Reads a LoRA adapter's header and refuses what is known to abort llama.cpp, or would not fit the base; `bytes` is the
 * file's size. Throws BadWeightsError with a sentence. Format: llama.cpp's src/llama-adapter.cpp.
 */
export function readAdapterHeader(path: string, base: Base): { bytes: number } {
  const { values, tensors, bytes } = readGguf(path);
  checkKind(values, base);
  const shapes = new Map(base.tensors.map(({ name, shape }) => [name, shape]));
  const parts = tensors.filter(({ name }) => !name.endsWith("_norm.weight"));
  const found = new Map(parts.map((tensor) => [tensor.name, tensor]));
  if (!parts.every(({ name, type }) => halves.test(name) && types.includes(type))) {
    throw new BadWeightsError("The adapter holds tensors that are no part of a LoRA.");
  }
  for (const name of new Set(parts.map((tensor) => tensor.name.replace(halves, "")))) {
    const [a, b] = [found.get(`${name}.lora_a`)?.shape, found.get(`${name}.lora_b`)?.shape];
    if (!a || !b) throw new BadWeightsError("The adapter lacks one half of a pair of tensors.");
    checkShapes(name.endsWith("token_embd.weight"), shapes.get(name), a, b);
  }
  return { bytes };
}

function checkKind(values: GgufValues, base: Base): void {
  const text = (key: string) => {
    const found = values.get(key);
    return found?.type === ggufTypes.string ? found.value : null;
  };
  if (text("general.type") !== "adapter" || text("adapter.type") !== "lora") {
    throw new BadWeightsError("The file is not a LoRA adapter.");
  }
  if (text("general.architecture") !== base.architecture) {
    throw new BadWeightsError("The adapter was made for a model of another kind.");
  }
  if (values.has("adapter.alora.invocation_tokens")) {
    throw new BadWeightsError(
      "The adapter only acts after certain words, which this engine does not do.",
    );
  }
  const alpha = values.get("adapter.lora.alpha");
  if (alpha && !(alpha.type === ggufTypes.f32 && Number.isFinite(alpha.value))) {
    throw new BadWeightsError("The adapter's alpha is not a number.");
  }
}

function checkShapes(isEmbedding: boolean, base: number[] | undefined, a: number[], b: number[]) {
  // Both halves of an embedding's pair are written the other way round.
  const [input, output] = isEmbedding ? [b[1], a[1]] : [a[0], b[1]];
  const areMatrices = [a, b].every((shape) => shape.length === 2);
  const rank = isEmbedding ? a[0] : a[1];
  if (areMatrices && rank === b[0] && input === base?.[0] && output === (base?.[1] ?? 1)) return;
  throw new BadWeightsError("The adapter does not fit these weights: its shapes are others.");
}
