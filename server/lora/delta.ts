import type { LoraModule, PeftAdapter } from "./adapter.ts";
import { bytesOf, decodeFloats, encodeAt, type FloatType } from "./floats.ts";
import { readTensor, type StoredTensor } from "./safetensors.ts";

/** `values` row by row. */
type Matrix = { rows: number; columns: number; values: Float32Array };

/**
 * The bytes of a base's matrix with a LoRA merged into it: W + scaling·BA, or with DoRA each row of that at the trained
 * length (Liu et al. 2024), reckoned in 64 bits and rounded once to the type of W. This is PEFT's `merge_and_unload` without
 * `safe_merge`, but for the order of its sums.
 */
export async function mergeInto(
  weight: { bytes: Buffer; tensor: Pick<StoredTensor, "shape" | "dtype"> },
  module: LoraModule,
  adapter: PeftAdapter,
): Promise<Buffer> {
  const read = async (tensor: StoredTensor) =>
    matrixOf(await readTensor(adapter.file, tensor), tensor);
  const [a, b] = await Promise.all([read(module.a), read(module.b)]);
  const isTurned = module.isEmbedding || (adapter.config.fan_in_fan_out ?? false);
  const [left, right] = isTurned ? [transposed(a), transposed(b)] : [b, a];
  const magnitude = module.magnitude && (await read(module.magnitude)).values;
  return addProduct(weight, { left, right, scaling: module.scaling, magnitude });
}

function addProduct(
  { bytes, tensor }: { bytes: Buffer; tensor: Pick<StoredTensor, "shape" | "dtype"> },
  product: { left: Matrix; right: Matrix; scaling: number; magnitude: Float32Array | null },
): Buffer {
  const dtype = tensor.dtype as FloatType; // checked by who calls
  const { left, right, scaling, magnitude } = product;
  const width = bytesOf(dtype);
  const merged = Buffer.alloc(bytes.length);
  const view = new DataView(merged.buffer, merged.byteOffset, merged.length);
  const sums = new Float64Array(right.columns);
  for (let row = 0; row < left.rows; row += 1) {
    const start = row * right.columns;
    const before = decodeFloats(
      bytes.subarray(start * width, (start + right.columns) * width),
      dtype,
    );
    sumRow(sums, row, product);
    let squares = 0;
    for (let column = 0; column < sums.length; column += 1) {
      const sum = (before[column] ?? 0) + scaling * (sums[column] ?? 0);
      sums[column] = sum;
      squares += sum * sum;
    }
    const factor = magnitude ? (magnitude[row] ?? 0) / Math.sqrt(squares) : 1;
    for (let column = 0; column < sums.length; column += 1)
      encodeAt(view, start + column, (sums[column] ?? 0) * factor, dtype);
  }
  return merged;
}

/** One row of left times right. */
function sumRow(sums: Float64Array, row: number, { left, right }: { left: Matrix; right: Matrix }) {
  sums.fill(0);
  for (let inner = 0; inner < left.columns; inner += 1) {
    const factor = left.values[row * left.columns + inner] ?? 0;
    const start = inner * right.columns;
    for (let column = 0; column < right.columns; column += 1)
      sums[column] = (sums[column] ?? 0) + factor * (right.values[start + column] ?? 0);
  }
}

function matrixOf(bytes: Buffer, { shape, dtype }: StoredTensor): Matrix {
  const [rows = 0, columns = 1] = shape;
  return { rows, columns, values: decodeFloats(bytes, dtype as FloatType) }; // checked as the adapter was read
}

function transposed({ rows, columns, values }: Matrix): Matrix {
  const turned = new Float32Array(values.length);
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1)
      turned[column * rows + row] = values[row * columns + column] ?? 0;
  return { rows: columns, columns: rows, values: turned };
}
