import fs from "node:fs/promises";
import { z } from "zod";
import { LoraError } from "./lora-error.ts";

/** `start` in bytes from the beginning of the file; `shape` as torch has it, rows first. */
export type StoredTensor = {
  name: string;
  dtype: string;
  shape: number[];
  start: number;
  bytes: number;
};

export type Safetensors = {
  path: string;
  /** In the order of the file. */
  tensors: Map<string, StoredTensor>;
  metadata: Record<string, string>;
};

/** What is written: its name, type and shape. */
export type TensorEntry = Pick<StoredTensor, "name" | "dtype" | "shape">;

const LENGTH_BYTES = 8;
const HEADER_MAX = 100_000_000;
/** Bytes of a value, of the types that safetensors knows. */
const SIZES: Record<string, number> = {
  ...{ F64: 8, I64: 8, U64: 8, F32: 4, I32: 4, U32: 4, F16: 2, BF16: 2, I16: 2, U16: 2 },
  ...{ F8_E4M3: 1, F8_E5M2: 1, I8: 1, U8: 1, BOOL: 1 },
};

const count = z.int().min(0);
const entry = z.object({
  dtype: z.string(),
  shape: z.array(count).max(8),
  data_offsets: z.tuple([count, count]),
});
const header = z
  .object({ __metadata__: z.record(z.string(), z.string()).optional() })
  .catchall(entry);

/** Reads a file's header within bounds. Format: safetensors' own. Throws LoraError. */
export async function readSafetensors(path: string): Promise<Safetensors> {
  const file = await fs.open(path).catch(() => {
    throw new LoraError(`${path} cannot be read.`);
  });
  try {
    const { size } = await file.stat();
    const { buffer } = await file.read(Buffer.alloc(LENGTH_BYTES), 0, LENGTH_BYTES, 0);
    const length = Number(buffer.readBigUInt64LE());
    if (size < LENGTH_BYTES || length > Math.min(size - LENGTH_BYTES, HEADER_MAX))
      throw new LoraError(`${path} is no safetensors file, or is cut off.`);
    const text = (await file.read(Buffer.alloc(length), 0, length, LENGTH_BYTES)).buffer;
    const { __metadata__: metadata = {}, ...found } = parseHeader(text.toString(), path);
    const begin = LENGTH_BYTES + length;
    const tensors = Object.entries(found).map(([name, { dtype, shape, data_offsets }]) => ({
      ...{ name, dtype, shape, start: begin + data_offsets[0] },
      bytes: data_offsets[1] - data_offsets[0],
    }));
    const inOrder = tensors.sort((a, b) => a.start - b.start);
    requireWhole(inOrder, { path, begin, size });
    return { path, metadata, tensors: new Map(inOrder.map((tensor) => [tensor.name, tensor])) };
  } finally {
    await file.close();
  }
}

function parseHeader(text: string, path: string) {
  try {
    return header.parse(JSON.parse(text));
  } catch (cause) {
    throw new LoraError(`${path} has a header that is none of safetensors.`, { cause });
  }
}

/** One after the other without gaps, to the end of the file, and each as long as its shape says. */
function requireWhole(
  tensors: StoredTensor[],
  { path, begin, size }: { path: string; begin: number; size: number },
): void {
  let at = begin;
  for (const { name, dtype, shape, start, bytes } of tensors) {
    const width = SIZES[dtype];
    const values = shape.reduce((product, length) => product * length, 1);
    if (start !== at || (width !== undefined && bytes !== values * width))
      throw new LoraError(`${path} is damaged: ${name} is not where or what its header says.`);
    at += bytes;
  }
  if (at !== size) throw new LoraError(`${path} is cut off, or longer than its header says.`);
}

/** A tensor's bytes, little endian. */
export async function readTensor({ path }: Safetensors, tensor: StoredTensor): Promise<Buffer> {
  const file = await fs.open(path);
  try {
    const bytes = Buffer.alloc(tensor.bytes);
    await file.read(bytes, 0, tensor.bytes, tensor.start);
    return bytes;
  } finally {
    await file.close();
  }
}

/** Writes a file, one tensor at a time: `produce` gives the bytes of each, in the order of the entries. */
export async function writeSafetensors(
  path: string,
  { entries, metadata }: { entries: TensorEntry[]; metadata: Record<string, string> },
  produce: (entry: TensorEntry) => Promise<Buffer>,
): Promise<void> {
  let offset = 0;
  const described = entries.map(({ name, dtype, shape }) => {
    const bytes = shape.reduce((product, length) => product * length, SIZES[dtype] ?? 0);
    offset += bytes;
    return [name, { dtype, shape, data_offsets: [offset - bytes, offset] }] as const;
  });
  const own = Object.keys(metadata).length > 0 ? { __metadata__: metadata } : {};
  const text = Buffer.from(JSON.stringify({ ...own, ...Object.fromEntries(described) }));
  const head = Buffer.concat([text, Buffer.alloc(-text.length & 7, " ")]);
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeBigUInt64LE(BigInt(head.length));
  const file = await fs.open(path, "wx");
  try {
    await file.appendFile(Buffer.concat([length, head]));
    for (const each of entries) await file.appendFile(await produce(each));
    await file.sync();
  } finally {
    await file.close();
  }
}
