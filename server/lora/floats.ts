/** How weights are stored that can be reckoned with, by safetensors' names. */
export type FloatType = "F32" | "F16" | "BF16";

export const isFloatType = (dtype: string): dtype is FloatType =>
  dtype === "F32" || dtype === "F16" || dtype === "BF16";

export const bytesOf = (dtype: FloatType): number => (dtype === "F32" ? 4 : 2);

const scratch = new DataView(new ArrayBuffer(4));

/** The numbers that are stored, little endian; every one of the three types is exact in 32 bits. */
export function decodeFloats(bytes: Buffer, dtype: FloatType): Float32Array {
  const count = bytes.length / bytesOf(dtype);
  const values = new Float32Array(count);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let index = 0; index < count; index += 1) values[index] = decodeAt(view, index, dtype);
  return values;
}

function decodeAt(view: DataView, index: number, dtype: FloatType): number {
  if (dtype === "F32") return view.getFloat32(index * 4, true);
  const bits = view.getUint16(index * 2, true);
  if (dtype === "F16") return fromHalf(bits);
  scratch.setUint32(0, bits << 16);
  return scratch.getFloat32(0);
}

function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >>> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** Writes one number at its place, rounded once to the nearest, ties to even (IEEE 754). */
export function encodeAt(view: DataView, index: number, value: number, dtype: FloatType): void {
  if (dtype === "F32") view.setFloat32(index * 4, value, true);
  else view.setUint16(index * 2, dtype === "F16" ? toHalf(value) : toBrain(value), true);
}

/** Numbers as they are stored, little endian. */
export function encodeFloats(values: ArrayLike<number>, dtype: FloatType): Buffer {
  const bytes = Buffer.alloc(values.length * bytesOf(dtype));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let index = 0; index < values.length; index += 1)
    encodeAt(view, index, values[index] ?? 0, dtype);
  return bytes;
}

/** bfloat16: the upper half of the 32 bits. */
function toBrain(value: number): number {
  if (Number.isNaN(value)) return 0x7fc0;
  const bits = bitsOf(value);
  return ((bits + roundingOf(bits, 16, value)) >>> 16) & 0xffff;
}

/** IEEE 754 binary16; too small becomes 0, too large infinity. */
function toHalf(value: number): number {
  if (Number.isNaN(value)) return 0x7e00;
  const bits = bitsOf(value);
  const sign = (bits >>> 16) & 0x8000;
  const exponent = ((bits >>> 23) & 0xff) - 112;
  if (exponent >= 31) return sign | 0x7c00;
  if (exponent <= 0) return sign | roundToEven(Math.abs(value) * 2 ** 24);
  const magnitude = (bits & 0x7fff_ffff) + roundingOf(bits, 13, value);
  return sign | Math.min(0x7c00, (magnitude >>> 13) - (112 << 10));
}

function bitsOf(value: number): number {
  scratch.setFloat32(0, value);
  return scratch.getUint32(0);
}

/**
 * What is added to 32 bits before the lower ones are cut off. The number was rounded to 32 bits already: where that made a
 * tie of it, its own value decides.
 */
function roundingOf(bits: number, cut: number, value: number): number {
  const half = 2 ** (cut - 1);
  const rest = bits & (2 ** cut - 1);
  if (rest !== half) return half;
  scratch.setUint32(0, bits);
  const rounded = Math.abs(scratch.getFloat32(0));
  if (rounded !== Math.abs(value)) return rounded < Math.abs(value) ? half : 0;
  return (bits >>> cut) & 1 ? half : 0;
}

function roundToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}
