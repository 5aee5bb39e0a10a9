import { createHash } from "node:crypto";
import { closeSync, openSync } from "node:fs";
import { BadWeightsError, GgufReader } from "./gguf-reader.ts";

type Value = number | string | number[] | string[];
type Values = Map<string, Value>;

/** What we use of a GGUF's header; hashes are SHA-256 in hex. `tokenTypes`: 3 = control, 4 = user defined. */
export type GgufHeader = {
  architecture: string;
  tokens: string[];
  tokenTypes: number[];
  tokenizerSha256: string;
  chatTemplateSha256: string | null;
  bytes: number;
};

const entriesMax = 65_536;
const vocabularyMax = 2_000_000;
const type = { f32: 6, string: 8, array: 9, f64: 12 };
// Bytes of a value by its type; strings and arrays have no fixed size.
const sizes = [1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8];

/**
 * Reads the header within bounds and refuses what is known to abort llama.cpp or make it generate nonsense.
 * Throws BadWeightsError with a sentence. Format: ggml's docs/gguf.md, versions 2 and 3.
 */
export function readGgufHeader(path: string): GgufHeader {
  const fd = open(path);
  try {
    const reader = new GgufReader(fd);
    const counts = readPreamble(reader);
    const values: Values = new Map();
    const tokenizer = createHash("sha256");
    for (let entry = 0; entry < counts.values; entry++) {
      const start = reader.position;
      const key = reader.string();
      values.set(key, readValue(reader, key));
      if (key.startsWith("tokenizer.ggml.")) tokenizer.update(reader.bytes(start, reader.position));
    }
    for (let tensor = 0; tensor < counts.tensors; tensor++) checkTensor(reader);
    checkShape(values);
    return { ...vocabulary(values), tokenizerSha256: tokenizer.digest("hex"), bytes: reader.size };
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

function readValue(reader: GgufReader, key: string): Value {
  const kind = reader.u32();
  if (kind === type.string) return reader.string();
  if (kind !== type.array) return readNumber(reader, kind);
  const itemKind = reader.u32();
  const length = reader.u64();
  const itemBytes = itemKind === type.string ? 8 : sizeOf(itemKind);
  reader.require(length * itemBytes);
  if (!isKept(key, length)) return skipItems(reader, itemKind, length);
  if (itemKind === type.string) return Array.from({ length }, () => reader.string());
  return Array.from({ length }, () => readNumber(reader, itemKind));
}

function isKept(key: string, length: number): boolean {
  if (key === "tokenizer.ggml.tokens" || key === "tokenizer.ggml.token_type") {
    if (length > vocabularyMax)
      throw new BadWeightsError("The file's vocabulary is impossibly large.");
    return true;
  }
  return length <= entriesMax && !key.startsWith("tokenizer.");
}

function skipItems(reader: GgufReader, kind: number, length: number): Value {
  if (kind !== type.string) reader.skip(length * sizeOf(kind));
  else for (let item = 0; item < length; item++) reader.skip(reader.u64());
  return [];
}

function sizeOf(kind: number): number {
  const size = sizes[kind];
  if (!size) throw new BadWeightsError("The file's header holds a value of an unknown type.");
  return size;
}

function readNumber(reader: GgufReader, kind: number): number {
  if (kind === type.f32) return reader.f32();
  const size = sizeOf(kind);
  if (size === 1) return reader.u8();
  if (size === 4) return reader.u32();
  if (size === 8 && kind !== type.f64) return reader.u64();
  reader.skip(size);
  return Number.NaN;
}

function checkTensor(reader: GgufReader): void {
  reader.string();
  const dimensions = reader.u32();
  if (dimensions < 1 || dimensions > 4) {
    throw new BadWeightsError("A tensor in the file has an impossible number of dimensions.");
  }
  let elements = 1;
  for (let index = 0; index < dimensions; index++) elements *= reader.u64();
  reader.skip(4);
  // No type packs more than 16 weights a byte, so more elements than that cannot be in the file.
  if (elements < 1 || elements > reader.size * 16 || reader.u64() > reader.size) {
    throw new BadWeightsError("A tensor in the file lies outside it.");
  }
}

function checkShape(values: Values): void {
  const architecture = values.get("general.architecture");
  if (typeof architecture !== "string") {
    throw new BadWeightsError("The file does not say what kind of model it holds.");
  }
  const most = (name: string): number => {
    const value = values.get(`${architecture}.${name}`);
    return Array.isArray(value) ? Math.max(0, ...value.map(Number)) : Number(value ?? 0);
  };
  const heads = most("attention.head_count");
  const keyHeads = values.has(`${architecture}.attention.head_count_kv`)
    ? most("attention.head_count_kv")
    : heads;
  const width = most("embedding_length");
  const isHeadless = /^(mamba|rwkv)/.test(architecture);
  if (!isHeadless && !(heads > 0 && heads <= width && keyHeads > 0 && keyHeads <= heads)) {
    throw new BadWeightsError("The file's number of attention heads is impossible.");
  }
  const bounds: [string, number, number][] = [
    ["embedding_length", 1, 1_000_000],
    ["block_count", 1, 10_000],
    ["context_length", 1, 0xffffffff],
    // Rows shorter than a quantization block trip an assertion.
    ["feed_forward_length", values.has(`${architecture}.feed_forward_length`) ? 32 : 0, 10_000_000],
  ];
  for (const [name, least, greatest] of bounds) {
    if (!(most(name) >= least && most(name) < greatest)) {
      throw new BadWeightsError(`The file's ${name.replaceAll("_", " ")} is impossible.`);
    }
  }
}

function vocabulary(values: Values): Omit<GgufHeader, "tokenizerSha256" | "bytes"> {
  const tokens = list(values, "tokens").map(String);
  const tokenTypes = list(values, "token_type").map(Number);
  if (tokens.length === 0 || (tokenTypes.length > 0 && tokenTypes.length !== tokens.length)) {
    throw new BadWeightsError("The file holds no usable vocabulary.");
  }
  for (const [key, value] of values) {
    const isTokenId = key.startsWith("tokenizer.ggml.") && key.endsWith("_token_id");
    // llama.cpp writes -1 (u32 max) for a token that a model lacks.
    if (isTokenId && Number(value) >= tokens.length && Number(value) !== 0xffffffff) {
      throw new BadWeightsError("The file names a special token outside its vocabulary.");
    }
  }
  const template = values.get("tokenizer.chat_template");
  return {
    architecture: String(values.get("general.architecture")),
    tokens,
    tokenTypes,
    chatTemplateSha256:
      typeof template === "string" ? createHash("sha256").update(template).digest("hex") : null,
  };
}

function list(values: Values, name: string): (string | number)[] {
  const value = values.get(`tokenizer.ggml.${name}`);
  return Array.isArray(value) ? value : [];
}
