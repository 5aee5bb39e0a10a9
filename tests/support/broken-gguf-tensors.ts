import { encodeGguf, type GgufTensor } from "./gguf-writer.ts";
import { randomNumbers } from "./random.ts";
import { tinyModel } from "./tiny-model.ts";

const damaged = [
  ...["token_embd", "output", "output_norm", "blk.0.attn_q", "blk.0.attn_k"],
  ...["blk.1.ffn_down", "blk.1.attn_norm"],
];
// Every type that ggml knows or knew, and a few that it does not; the data stay what they are.
const claimedTypes = [...Array.from({ length: 44 }, (_, type) => type), 0x7fffffff, 0xffffffff];
const claimedOffsets = [0, 1, 32, 4_096, 10_000_000, 2 ** 40];

/** The tiny model with its tensors damaged: names, shapes, and weights that are noise. */
export function damagedTensors(): { name: string; bytes: Buffer }[] {
  const files: { name: string; bytes: Buffer }[] = [];
  for (const name of damaged)
    for (const [what, change] of Object.entries(damage))
      files.push({ name: `${name} ${what}`, bytes: encodeDamaged(`${name}.weight`, change) });
  for (const name of ["token_embd", "blk.0.attn_q", "blk.1.attn_norm"])
    for (const type of claimedTypes) {
      const claim = (tensor: GgufTensor) => [{ ...tensor, claims: { type } }];
      const bytes = encodeDamaged(`${name}.weight`, claim);
      files.push({ name: `${name} claims to be of type ${type}`, bytes });
    }
  for (const offset of claimedOffsets) {
    const claim = (tensor: GgufTensor) => [{ ...tensor, claims: { offset } }];
    const bytes = encodeDamaged("blk.0.attn_q.weight", claim);
    files.push({ name: `blk.0.attn_q claims to be at ${offset}`, bytes });
  }
  return files;
}

const damage: Record<string, (tensor: GgufTensor) => GgufTensor[]> = {
  "is missing": () => [],
  "is there twice": (tensor) => [tensor, tensor],
  "has another name": (tensor) => [{ ...tensor, name: `${tensor.name}.more` }],
  "has a long name": (tensor) => [{ ...tensor, name: tensor.name.repeat(20) }],
  "has no name": (tensor) => [{ ...tensor, name: "" }],
  "lies on its side": (tensor) => [{ ...tensor, shape: tensor.shape.toReversed() }],
  "has rows of one": (tensor) => [{ ...tensor, shape: [1, ...tensor.shape.slice(1)] }],
  "has rows of none": (tensor) => [{ ...tensor, shape: [0, ...tensor.shape.slice(1)] }],
  "has two more dimensions": (tensor) => [{ ...tensor, shape: [...tensor.shape, 1, 1] }],
  "is of half precision": (tensor) => [{ ...tensor, type: "f16" }],
  "is infinite": (tensor) => [filled(tensor, () => Number.POSITIVE_INFINITY)],
  "is not a number": (tensor) => [filled(tensor, () => Number.NaN)],
  "is huge": (tensor) => [filled(tensor, (random) => (random - 0.5) * 1e38)],
  "is zero": (tensor) => [filled(tensor, () => 0)],
};

function filled(tensor: GgufTensor, value: (random: number) => number): GgufTensor {
  const random = randomNumbers(5);
  return { ...tensor, data: tensor.data.map(() => value(random())) };
}

function encodeDamaged(name: string, change: (tensor: GgufTensor) => GgufTensor[]): Buffer {
  const { metadata, tensors } = tinyModel();
  const changed = tensors.flatMap((tensor) => (tensor.name === name ? change(tensor) : [tensor]));
  return encodeGguf(metadata, changed).bytes;
}
