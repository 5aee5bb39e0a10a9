import type { GgufValue } from "#server/gguf/write.ts";
import { encodeGguf, type GgufTensor } from "./gguf-writer.ts";
import { loraAdapter } from "./lora-fixture.ts";
import { randomNumbers } from "./random.ts";

const FLIPPED_FILES = 30;
const CUT_FILES = 10;

/** LoRA adapters for the base that are not, or not quite, usable; the same ones every time. `name` says what is wrong. */
export function brokenAdapters(base: string): { name: string; bytes: Buffer }[] {
  const whole = loraAdapter({ base });
  const { bytes, headerBytes } = encodeGguf(whole.metadata, whole.tensors);
  const random = randomNumbers(7);
  const upTo = (end: number) => Math.floor(random() * end);
  const files = [
    ...Array.from({ length: FLIPPED_FILES }, (_, index) => {
      const copy = Buffer.from(bytes);
      for (let count = 0; count <= index % 4; count += 1) copy[upTo(headerBytes)] = upTo(256);
      return { name: `damaged header ${index}`, bytes: copy };
    }),
    ...Array.from({ length: CUT_FILES }, (_, index) => {
      const length = upTo(index % 2 === 0 ? headerBytes : bytes.length);
      return { name: `cut off after ${length} bytes`, bytes: bytes.subarray(0, length) };
    }),
  ];
  for (const [name, value] of valueDamage)
    files.push({ name, bytes: encodeGguf({ ...whole.metadata, ...value }, whole.tensors).bytes });
  for (const [name, change] of Object.entries(tensorDamage)) {
    const [first, ...others] = whole.tensors;
    if (!first) continue;
    const tensors = [...change(first), ...others];
    files.push({ name, bytes: encodeGguf(whole.metadata, tensors).bytes });
  }
  for (const flaw of ["shapes", "architecture", "half", "names"] as const) {
    const { metadata, tensors } = loraAdapter({ base, flaw });
    files.push({ name: `wrong ${flaw}`, bytes: encodeGguf(metadata, tensors).bytes });
  }
  return files;
}

const wrongValues: GgufValue[] = [{ u32: 7 }, { string: "none" }, { f32: Number.NaN }];
const keys = [
  ...["general.type", "general.architecture", "adapter.type", "adapter.lora.alpha"],
  ...["adapter.alora.invocation_tokens", "general.alignment"],
];
const valueDamage: [string, Record<string, GgufValue>][] = [
  ...keys.flatMap((key) =>
    [...wrongValues, { f32: [1] }, { string: [] }, { u32: [9_999_999] }].map(
      (value): [string, Record<string, GgufValue>] => [
        `${key} as ${JSON.stringify(value)}`,
        { [key]: value },
      ],
    ),
  ),
  ["an alpha of 0", { "adapter.lora.alpha": { f32: 0 } }],
  ["an infinite alpha", { "adapter.lora.alpha": { f32: Number.POSITIVE_INFINITY } }],
  ["a huge alpha", { "adapter.lora.alpha": { f32: 1e38 } }],
];

const tensorDamage: Record<string, (tensor: GgufTensor) => GgufTensor[]> = {
  "a lone half": () => [],
  "the same half twice": (tensor) => [tensor, tensor],
  "a tensor of another kind": (tensor) => [tensor, { ...tensor, name: "blk.0.attn_q.weight" }],
  "a norm beside it": (tensor) => [tensor, { ...tensor, name: "blk.0.attn_norm.weight" }],
  "another rank in one half": (tensor) => [
    { ...tensor, shape: [tensor.shape[0] ?? 1, (tensor.shape[1] ?? 2) / 2] },
  ],
  "three dimensions": (tensor) => [{ ...tensor, shape: [...tensor.shape, 1] }],
  "a rank of 0": (tensor) => [{ ...tensor, shape: [tensor.shape[0] ?? 1, 0] }],
  "weights that are no numbers": (tensor) => [
    { ...tensor, data: tensor.data.map(() => Number.NaN) },
  ],
  "infinite weights": (tensor) => [
    { ...tensor, data: tensor.data.map(() => Number.POSITIVE_INFINITY) },
  ],
  "half precision in one half": (tensor) => [{ ...tensor, type: "f16" }],
  ...Object.fromEntries(
    [2, 8, 9, 15, 24, 25, 26, 27, 28, 30, 99].map((type) => [
      `weights that claim to be of type ${type}`,
      (tensor: GgufTensor) => [{ ...tensor, claims: { type } }],
    ]),
  ),
};
