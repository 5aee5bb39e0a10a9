import fs from "node:fs";

/** A value of a GGUF file's header, under the name of its type; lists are arrays of that type. */
export type GgufValue =
  | { u32: number | number[] }
  | { i32: number | number[] }
  | { f32: number | number[] }
  | { bool: boolean }
  | { string: string | string[] };
export type GgufMetadata = Record<string, GgufValue>;
/** `shape` begins with the length of a row, as ggml's `ne` does. `claims` is what the header says instead of the truth. */
export type GgufTensor = {
  name: string;
  shape: number[];
  type: "f32" | "f16";
  data: Float32Array;
  claims?: { type?: number; offset?: number };
};

const ALIGNMENT = 32;
const valueTypes = { u32: 4, i32: 5, f32: 6, bool: 7, string: 8, array: 9 };
const tensorTypes = { f32: 0, f16: 1 };

/** Writes a GGUF version 3 file (ggml's docs/gguf.md). */
export function writeGguf(path: string, metadata: GgufMetadata, tensors: GgufTensor[]): void {
  fs.writeFileSync(path, encodeGguf(metadata, tensors).bytes);
}

/** The file's bytes, and where its header ends and the tensors' data begin. */
export function encodeGguf(
  metadata: GgufMetadata,
  tensors: GgufTensor[],
): { bytes: Buffer; headerBytes: number } {
  const encoded = tensors.map(encodeTensor);
  const infos: Buffer[] = [];
  let offset = 0;
  for (const [index, { name, shape, type, claims }] of tensors.entries()) {
    infos.push(text(name), u32(shape.length), ...shape.map(u64));
    infos.push(u32(claims?.type ?? tensorTypes[type]), u64(claims?.offset ?? offset));
    offset += encoded[index]?.length ?? 0;
  }
  const entries = Object.entries(metadata);
  const counts = [u32(3), u64(tensors.length), u64(entries.length)];
  const values = entries.flatMap(([key, value]) => [text(key), ...encodeValue(value)]);
  const header = Buffer.concat([Buffer.from("GGUF"), ...counts, ...values, ...infos]);
  return {
    bytes: Buffer.concat([padded(header), ...encoded]),
    headerBytes: header.length,
  };
}

function encodeTensor({ type, data }: GgufTensor): Buffer {
  if (type === "f32") return padded(Buffer.from(data.buffer, data.byteOffset, data.byteLength));
  const halves = Uint16Array.from(data, halfBits);
  return padded(Buffer.from(halves.buffer));
}

function encodeValue(value: GgufValue): Buffer[] {
  const [type, content] = Object.entries(value)[0] as [keyof typeof valueTypes, unknown];
  if (!Array.isArray(content)) return [u32(valueTypes[type]), encodeItem(type, content)];
  const head = [u32(valueTypes.array), u32(valueTypes[type]), u64(content.length)];
  return [...head, ...content.map((item) => encodeItem(type, item))];
}

function encodeItem(type: keyof typeof valueTypes, item: unknown): Buffer {
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

function padded(bytes: Buffer): Buffer {
  const missing = (ALIGNMENT - (bytes.length % ALIGNMENT)) % ALIGNMENT;
  return missing === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(missing)]);
}

const floatView = new DataView(new ArrayBuffer(4));

/** IEEE 754 binary16, rounded to the nearest even; too small becomes 0, too large infinity. */
function halfBits(value: number): number {
  floatView.setFloat32(0, value);
  const bits = floatView.getUint32(0);
  const sign = (bits >>> 16) & 0x8000;
  const exponent = ((bits >>> 23) & 0xff) - 112;
  if (exponent >= 31) return sign | 0x7c00;
  if (exponent <= 0) return sign | subnormalHalf(bits, exponent);
  const rest = bits & 0x1fff;
  const half = (exponent << 10) | ((bits >>> 13) & 0x3ff);
  const roundsUp = rest > 0x1000 || (rest === 0x1000 && (half & 1) === 1);
  return sign | (roundsUp ? half + 1 : half);
}

function subnormalHalf(bits: number, exponent: number): number {
  if (exponent < -10) return 0;
  const mantissa = (bits & 0x7fffff) | 0x800000;
  return Math.round(mantissa / 2 ** (14 - exponent));
}
