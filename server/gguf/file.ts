import { createHash } from "node:crypto";
import { closeSync, openSync } from "node:fs";
import { checkModel } from "./checks.ts";
import { BadWeightsError, GgufReader } from "./reader.ts";
import { checkTensors } from "./tensors.ts";

/** A number that the format cannot give exactly is NaN; a long list that nobody asks for is empty. */
export type GgufValue = number | string | number[] | string[];
/** By key, each with its type in the format (`ggufTypes`). */
export type GgufValues = Map<string, { type: number; value: GgufValue }>;
/** `shape` begins with a row's length; `type` is ggml's number for how the weights are packed; `offset` in bytes. */
export type GgufTensor = { name: string; shape: number[]; type: number; offset: number };
/** All of a file's header; `tokenizerSha256` in hex over every `tokenizer.ggml.` entry as it stands there. */
export type GgufFile = {
  values: GgufValues;
  tensors: GgufTensor[];
  tokenizerSha256: string;
  bytes: number;
};

/** What we use of a model's header; hashes are SHA-256 in hex. `tokenTypes`: 3 = control, 4 = user defined. */
export type GgufHeader = {
  architecture: string;
  tokens: string[];
  tokenTypes: number[];
  tokenizerSha256: string;
  chatTemplateSha256: string | null;
  tensors: GgufTensor[];
  bytes: number;
};

const entriesMax = 65_536;
const vocabularyMax = 2_000_000;
export const ggufTypes = { u16: 2, u32: 4, f32: 6, string: 8, array: 9, f64: 12 };
// Bytes of a value by its type; strings and arrays have no fixed size.
const sizes = [1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8];

/**
 * Reads a model's header within bounds and refuses what is known to abort llama.cpp or make it generate nonsense.
 * Throws BadWeightsError with a sentence. Format: ggml's docs/gguf.md, versions 2 and 3.
 */
export function readGgufHeader(path: string): GgufHeader {
  const { values, tensors, tokenizerSha256, bytes } = readGguf(path);
  const vocabulary = checkModel(values, tensors);
  const template = values.get("tokenizer.chat_template")?.value;
  return {
    ...vocabulary,
    tokenizerSha256,
    chatTemplateSha256:
      typeof template === "string" ? createHash("sha256").update(template).digest("hex") : null,
    tensors,
    bytes,
  };
}

/** Reads any header of the format within bounds. Throws BadWeightsError with a sentence. */
export function readGguf(path: string): GgufFile {
  const fd = open(path);
  try {
    const reader = new GgufReader(fd);
    const counts = readPreamble(reader);
    const values: GgufValues = new Map();
    const tokenizer = createHash("sha256");
    for (let entry = 0; entry < counts.values; entry++) {
      const start = reader.position;
      const key = reader.string();
      values.set(key, readValue(reader, key));
      if (key.startsWith("tokenizer.ggml.")) tokenizer.update(reader.bytes(start, reader.position));
    }
    const tensors = Array.from({ length: counts.tensors }, () => readTensor(reader));
    const alignment = Number(values.get("general.alignment")?.value ?? 32);
    checkTensors(tensors, { headerBytes: reader.position, fileBytes: reader.size, alignment });
    return { values, tensors, tokenizerSha256: tokenizer.digest("hex"), bytes: reader.size };
  } finally {
    closeSync(fd);
  }
}

function open(path: string): number {
  try {
    return openSync(path, "r");
  } catch {
    throw new BadWeightsError("The weights' file is missing or cannot be read.");
  }
}

function readPreamble(reader: GgufReader): { tensors: number; values: number } {
  if (reader.size < 24 || reader.u32() !== 0x46554747) {
    throw new BadWeightsError("The file is not a GGUF file.");
  }
  const version = reader.u32();
  if (version !== 2 && version !== 3) {
    throw new BadWeightsError(`The file is GGUF version ${version}; only 2 and 3 are understood.`);
  }
  const counts = { tensors: reader.u64(), values: reader.u64() };
  if (Object.values(counts).some((count) => count === 0 || count > entriesMax)) {
    throw new BadWeightsError("The file's header promises an impossible number of entries.");
  }
  return counts;
}

function readValue(reader: GgufReader, key: string): { type: number; value: GgufValue } {
  const type = reader.u32();
  if (type === ggufTypes.string) return { type, value: reader.string() };
  if (type !== ggufTypes.array) return { type, value: readNumber(reader, type) };
  return { type, value: readList(reader, key) };
}

function readList(reader: GgufReader, key: string): GgufValue {
  const type = reader.u32();
  const length = reader.u64();
  const itemBytes = type === ggufTypes.string ? 8 : sizeOf(type);
  reader.require(length * itemBytes);
  if (!isKept(key, length)) return skipItems(reader, type, length);
  if (type === ggufTypes.string) return Array.from({ length }, () => reader.string());
  return Array.from({ length }, () => readNumber(reader, type));
}

function isKept(key: string, length: number): boolean {
  if (key === "tokenizer.ggml.tokens" || key === "tokenizer.ggml.token_type") {
    if (length > vocabularyMax)
      throw new BadWeightsError("The file's vocabulary is impossibly large.");
    return true;
  }
  return length <= entriesMax && !key.startsWith("tokenizer.");
}

function skipItems(reader: GgufReader, type: number, length: number): GgufValue {
  if (type !== ggufTypes.string) reader.skip(length * sizeOf(type));
  else for (let item = 0; item < length; item++) reader.skip(reader.u64());
  return [];
}

function sizeOf(type: number): number {
  const size = sizes[type];
  if (!size) throw new BadWeightsError("The file's header holds a value of an unknown type.");
  return size;
}

function readNumber(reader: GgufReader, type: number): number {
  if (type === ggufTypes.f32) return reader.f32();
  const size = sizeOf(type);
  if (size === 1) return reader.u8();
  if (type === ggufTypes.u16) return reader.u16();
  if (size === 4) return reader.u32();
  if (size === 8 && type !== ggufTypes.f64) return reader.u64();
  reader.skip(size);
  return Number.NaN;
}

function readTensor(reader: GgufReader): GgufTensor {
  const name = reader.string();
  const dimensions = reader.u32();
  if (dimensions < 1 || dimensions > 4) {
    throw new BadWeightsError("A tensor in the file has an impossible number of dimensions.");
  }
  const shape = Array.from({ length: dimensions }, () => reader.u64());
  return { name, shape, type: reader.u32(), offset: reader.u64() };
}
