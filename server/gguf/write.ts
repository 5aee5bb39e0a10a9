import fs from "node:fs/promises";
import type { GgufTensor } from "./file.ts";

/** A value of a header, under the name of its type; lists are arrays of that type. */
export type GgufValue =
  | { u32: number | number[] }
  | { i32: number | number[] }
  | { f32: number | number[] }
  | { bool: boolean }
  | { string: string | string[] };
export type GgufMetadata = Record<string, GgufValue>;

/** Every tensor's data begin at a multiple of so many bytes. */
const ALIGNMENT = 32;
const VERSION = 3;
const VALUE_TYPES = { u32: 4, i32: 5, f32: 6, bool: 7, string: 8, array: 9 };

/** ggml's numbers for the types of floats. */
export const GGML_TYPES = { F32: 0, F16: 1 };

/** What is written: `shape` begins with the length of a row, `type` is ggml's number, `bytes` how many it takes. */
export type GgufEntry = Omit<GgufTensor, "offset"> & { bytes: number };

/** Writes a GGUF file (version 3, ggml's docs/gguf.md), one tensor at a time: `produce` gives the bytes of each, in their order. */
export async function writeGguf<Entry extends GgufEntry>(
  path: string,
  { metadata, entries }: { metadata: GgufMetadata; entries: Entry[] },
  produce: (entry: Entry) => Promise<Buffer>,
): Promise<void> {
  const file = await fs.open(path, "wx");
  try {
    await file.appendFile(padded(encodeHeader(metadata, withOffsets(entries))));
    for (const entry of entries) await file.appendFile(padded(await produce(entry)));
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The entries with the places of their data, one after the other. */
export function withOffsets(entries: GgufEntry[]): GgufTensor[] {
  let end = 0;
  return entries.map(({ name, shape, type, bytes }) => {
    const offset = end;
    end += Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
    return { name, shape, type, offset };
  });
}

/** A header as it stands in the file, not padded yet. */
export function encodeHeader(metadata: GgufMetadata, tensors: GgufTensor[]): Buffer {
  const entries = Object.entries(metadata);
  const values = entries.flatMap(([key, value]) => [text(key), ...encodeValue(value)]);
  const infos = tensors.flatMap(({ name, shape, type, offset }) => [
    ...[text(name), u32(shape.length), ...shape.map(u64), u32(type), u64(offset)],
  ]);
  const counts = [u32(VERSION), u64(tensors.length), u64(entries.length)];
  return Buffer.concat([Buffer.from("GGUF"), ...counts, ...values, ...infos]);
}

/** Bytes with zeros behind them, up to where the next may begin. */
export const padded = (bytes: Buffer): Buffer =>
  Buffer.concat([bytes, Buffer.alloc(-bytes.length & (ALIGNMENT - 1))]);

function encodeValue(value: GgufValue): Buffer[] {
  const [type, content] = Object.entries(value)[0] as [keyof typeof VALUE_TYPES, unknown];
  if (!Array.isArray(content)) return [u32(VALUE_TYPES[type]), encodeItem(type, content)];
  const head = [u32(VALUE_TYPES.array), u32(VALUE_TYPES[type]), u64(content.length)];
  return [...head, ...content.map((item) => encodeItem(type, item))];
}

function encodeItem(type: keyof typeof VALUE_TYPES, item: unknown): Buffer {
  if (type === "string") return text(String(item));
  if (type === "bool") return Buffer.from([item ? 1 : 0]);
  const bytes = Buffer.alloc(4);
  if (type === "f32") bytes.writeFloatLE(Number(item));
  else if (type === "i32") bytes.writeInt32LE(Number(item));
  else bytes.writeUInt32LE(Number(item));
  return bytes;
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function u64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}

const text = (value: string): Buffer =>
  Buffer.concat([u64(Buffer.byteLength(value)), Buffer.from(value)]);
