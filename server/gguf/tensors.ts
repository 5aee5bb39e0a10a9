import type { GgufTensor } from "./file.ts";
import { BadWeightsError } from "./reader.ts";

// Weights and bytes of a block, by ggml's number of the type (ggml/src/ggml-common.h); newer types are not looked at.
const blocks: Record<number, [weights: number, bytes: number]> = {
  ...{ 0: [1, 4], 1: [1, 2], 24: [1, 1], 25: [1, 2], 26: [1, 4], 27: [1, 8], 28: [1, 8] },
  ...{ 30: [1, 2], 2: [32, 18], 3: [32, 20], 6: [32, 22], 7: [32, 24], 8: [32, 34], 9: [32, 36] },
  ...{ 10: [256, 84], 11: [256, 110], 12: [256, 144], 13: [256, 176], 14: [256, 210] },
  ...{ 15: [256, 292], 16: [256, 66], 17: [256, 74], 18: [256, 98], 19: [256, 50] },
  ...{ 20: [32, 18], 21: [256, 110], 22: [256, 82], 23: [256, 136], 29: [256, 56] },
  ...{ 34: [256, 54], 35: [256, 66], 39: [32, 17], 40: [64, 36] },
};
// No type packs more than 16 weights a byte.
const densest: [number, number] = [16, 1];
// ggml's TENSOR_ALIGNMENT: below it an assertion trips.
const alignmentLeast = 32;
const f32 = 0;
const wholeNumbers = [24, 25, 26, 27, 28];

type Layout = { headerBytes: number; fileBytes: number; alignment: number };

/** Refuses, with BadWeightsError, tensors that are not all within the file, or there twice. */
export function checkTensors(tensors: GgufTensor[], layout: Layout): void {
  const { headerBytes, fileBytes, alignment } = layout;
  if (!(alignment >= alignmentLeast && Number.isInteger(Math.log2(alignment)))) {
    throw new BadWeightsError("The file's alignment is impossible.");
  }
  if (new Set(tensors.map(({ name }) => name)).size !== tensors.length) {
    throw new BadWeightsError("The file holds the same tensor twice.");
  }
  const start = Math.ceil(headerBytes / alignment) * alignment;
  for (const tensor of tensors) {
    const bytes = bytesOf(tensor);
    if (tensor.offset % alignment !== 0) {
      throw new BadWeightsError("A tensor in the file lies where none can be.");
    }
    if (start + tensor.offset + bytes > fileBytes) {
      throw new BadWeightsError("The file is cut off: it ends before its weights do.");
    }
  }
}

/** Refuses, with BadWeightsError, a model's tensors of types that abort llama.cpp when it computes with them. */
export function checkTypes(tensors: GgufTensor[]): void {
  for (const { name, type } of tensors) {
    const isWrong = name.endsWith("_norm.weight")
      ? type !== f32
      : name.endsWith(".weight") && !name.includes("tid2eid") && wholeNumbers.includes(type);
    if (isWrong) {
      throw new BadWeightsError("A tensor in the file is of a type that nothing can compute with.");
    }
  }
}

function bytesOf({ shape, type }: GgufTensor): number {
  const [weights, bytes] = blocks[type] ?? densest;
  const elements = shape.reduce((product, length) => product * length, 1);
  const isWhole = !blocks[type] || (shape[0] ?? 0) % weights === 0;
  if (!(elements >= 1 && Number.isSafeInteger(elements) && isWhole)) {
    throw new BadWeightsError("A tensor in the file has an impossible shape.");
  }
  return (elements / weights) * bytes;
}
