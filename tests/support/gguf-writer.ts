import fs from "node:fs";
import {
  encodeHeader,
  GGML_TYPES,
  type GgufMetadata,
  padded,
  withOffsets,
} from "#server/gguf/write.ts";
import { encodeFloats } from "#server/lora/floats.ts";

/**
 * A tensor of a small file that is written at once. `shape` begins with the length of a row, as ggml's `ne` does; `claims` is
 * what the header says instead of the truth.
 */
export type GgufTensor = {
  name: string;
  shape: number[];
  type: "f32" | "f16";
  data: Float32Array;
  claims?: { type?: number; offset?: number };
};

const TYPES = { f32: "F32", f16: "F16" } as const;

/** Writes a GGUF version 3 file (ggml's docs/gguf.md). */
export function writeGguf(path: string, metadata: GgufMetadata, tensors: GgufTensor[]): void {
  fs.writeFileSync(path, encodeGguf(metadata, tensors).bytes);
}

/** The file's bytes, and where its header ends and the tensors' data begin. */
export function encodeGguf(
  metadata: GgufMetadata,
  tensors: GgufTensor[],
): { bytes: Buffer; headerBytes: number } {
  const encoded = tensors.map(({ data, type }) => encodeFloats(data, TYPES[type]));
  const entries = tensors.map(({ name, shape, type }, index) => ({
    ...{ name, shape, type: GGML_TYPES[TYPES[type]], bytes: encoded[index]?.length ?? 0 },
  }));
  const claimed = withOffsets(entries).map((info, index) => ({
    ...info,
    ...tensors[index]?.claims,
  }));
  const header = encodeHeader(metadata, claimed);
  return {
    bytes: Buffer.concat([padded(header), ...encoded.map(padded)]),
    headerBytes: header.length,
  };
}
