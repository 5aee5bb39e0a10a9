import type { GgufTensor, GgufValue, GgufValues } from "./file.ts";
import { BadWeightsError } from "./reader.ts";
import { checkTypes } from "./tensors.ts";

type Vocabulary = { architecture: string; tokens: string[]; tokenTypes: number[] };

// Limits of llama.cpp that are assertions there: src/llama-hparams.h, src/llama-model.cpp.
const layersMax = 512;
const expertsMax = 1024;
const ropeScalings = ["none", "linear", "yarn", "longrope"];
const tokenizersThatGenerate = ["llama", "gpt2", "t5", "rwkv", "plamo2", "gemma4"];
const byteType = 6;
// llama.cpp writes -1 (u32 max) for a token that a model lacks.
const noToken = 0xffffffff;

/** Refuses, with BadWeightsError, a header with which llama.cpp is known to abort or to generate nonsense. */
export function checkModel(values: GgufValues, tensors: GgufTensor[]): Vocabulary {
  const architecture = values.get("general.architecture")?.value;
  if (typeof architecture !== "string") {
    throw new BadWeightsError("The file does not say what kind of model it holds.");
  }
  const header = new Header(values, architecture);
  checkFile(header);
  checkTypes(tensors);
  checkSizes(header, tensors);
  checkHeads(header, tensors);
  checkExperts(header);
  checkNumbers(header);
  const vocabulary = checkVocabulary(header);
  const embedding = tensors.find(({ name }) => name === "token_embd.weight")?.shape;
  if (
    embedding?.[0] !== header.most("embedding_length") ||
    embedding[1] !== vocabulary.tokens.length
  ) {
    throw new BadWeightsError("The file's vocabulary and its weights do not belong together.");
  }
  return { architecture, ...vocabulary };
}

/** Values by key; those of the architecture without its prefix. */
class Header {
  constructor(
    readonly values: GgufValues,
    readonly architecture: string,
  ) {}

  has(name: string): boolean {
    return this.values.has(`${this.architecture}.${name}`);
  }

  of(name: string): GgufValue | undefined {
    return this.values.get(`${this.architecture}.${name}`)?.value;
  }

  /** A number for all layers, or one for each; 0 where it is missing. */
  each(name: string): number[] {
    const value = this.of(name) ?? 0;
    return Array.isArray(value) ? value.map(Number) : [Number(value)];
  }

  most(name: string): number {
    return this.each(name).reduce((most, value) => Math.max(most, value), 0);
  }
}

function checkFile({ values }: Header): void {
  if (Number(values.get("split.count")?.value ?? 1) === 1) return;
  throw new BadWeightsError(
    "The file is one part of several; join them with llama.cpp's llama-gguf-split first.",
  );
}

function checkSizes(header: Header, tensors: GgufTensor[]): void {
  const isFedForward = tensors.some(({ name }) => /^blk\.\d+\.ffn_(up|gate)\.weight$/.test(name));
  // Rows shorter than a quantization block trip an assertion.
  const rowLeast = header.has("feed_forward_length") || isFedForward ? 32 : 0;
  requireSize(header, "embedding_length", 1, 1_000_000);
  requireSize(header, "block_count", 1, layersMax + 1);
  requireSize(header, "nextn_predict_layers", 0, header.most("block_count") + 1);
  requireSize(header, "context_length", 1, 0xffffffff);
  requireSize(header, "feed_forward_length", rowLeast, 10_000_000);
  for (const name of ["attention.key_length", "attention.value_length"]) {
    if (header.has(name)) requireSize(header, name, 1, 1_000_000);
  }
}

function requireSize(header: Header, name: string, least: number, end: number): void {
  const size = header.most(name);
  if (size >= least && size < end) return;
  throw new BadWeightsError(`The file's ${name.replaceAll(/[_.]/g, " ")} is impossible.`);
}

function checkHeads(header: Header, tensors: GgufTensor[]): void {
  if (/^(mamba|rwkv)/.test(header.architecture)) return;
  const heads = header.each("attention.head_count");
  const keyHeads = header.has("attention.head_count_kv")
    ? header.each("attention.head_count_kv")
    : heads;
  const width = header.most("embedding_length");
  const layers = Math.max(heads.length, keyHeads.length);
  const arePossible = Array.from({ length: layers }, (_, layer) => {
    const [all, keys] = [
      heads[heads.length === 1 ? 0 : layer],
      keyHeads[keyHeads.length === 1 ? 0 : layer],
    ];
    const hasKeys = tensors.some(({ name }) => name === `blk.${layer}.attn_k.weight`);
    if (all === undefined || keys === undefined || !(all <= width)) return false;
    // Layers without attention have no heads, and then no weights for them.
    return keys > 0 ? all > 0 && all % keys === 0 : keys === 0 && layers > 1 && !hasKeys;
  });
  if (header.most("attention.head_count") > 0 && arePossible.every(Boolean)) return;
  throw new BadWeightsError("The file's number of attention heads is impossible.");
}

function checkExperts(header: Header): void {
  const [experts, used] = [header.most("expert_count"), header.most("expert_used_count")];
  const groups = header.most("expert_group_count");
  const isPossible = experts <= expertsMax && used <= experts && (experts === 0 || used > 0);
  if (!isPossible || (groups > 0 && groups >= experts)) {
    throw new BadWeightsError("The file's number of experts is impossible.");
  }
}

function checkNumbers(header: Header): void {
  for (const name of ["attention.layer_norm_rms_epsilon", "attention.layer_norm_epsilon"]) {
    const epsilon = Number(header.of(name) ?? 0);
    if (!(epsilon >= 0 && epsilon < 1)) {
      throw new BadWeightsError("The file's normalization epsilon is impossible.");
    }
  }
  const scaling = header.of("rope.scaling.type") ?? "none";
  const base = Number(header.of("rope.freq_base") ?? 10_000);
  if (!ropeScalings.includes(String(scaling)) || !(base > 0 && base < 1e12)) {
    throw new BadWeightsError("The file's position encoding is of an unknown kind.");
  }
}

function checkVocabulary({ values }: Header): Omit<Vocabulary, "architecture"> {
  const tokens = list(values, "tokens").map(String);
  const tokenTypes = list(values, "token_type").map(Number);
  const named = tokens.filter((token) => token !== "");
  const hasTypes = tokenTypes.length > 0;
  if (tokens.length === 0 || (hasTypes && tokenTypes.length !== tokens.length)) {
    throw new BadWeightsError("The file holds no usable vocabulary.");
  }
  if (new Set(named).size !== named.length) {
    throw new BadWeightsError("The file's vocabulary holds the same token twice.");
  }
  checkTokenizer(values, tokens, tokenTypes);
  checkSpecialTokens(values, tokens);
  return { tokens, tokenTypes };
}

function checkTokenizer(values: GgufValues, tokens: string[], tokenTypes: number[]): void {
  const kind = String(values.get("tokenizer.ggml.model")?.value);
  if (!tokenizersThatGenerate.includes(kind)) {
    throw new BadWeightsError("The file's tokenizer is of a kind that generates no text.");
  }
  const known = new Set(tokens);
  const isByte = (token: string | undefined) => /^<0x[0-9A-Fa-f]{2}>$/.test(token ?? "");
  const isWrong = tokenTypes.some((type, id) => type === byteType && !isByte(tokens[id]));
  // This kind looks up every byte that no longer token covers, and gives up on the process where one is missing.
  const isComplete = Array.from({ length: 256 }, (_, byte) => byte).every(
    (byte) =>
      known.has(`<0x${byte.toString(16).toUpperCase().padStart(2, "0")}>`) ||
      (byte < 128 && known.has(String.fromCharCode(byte))),
  );
  if (isWrong || (kind === "llama" && !isComplete)) {
    throw new BadWeightsError("The file's vocabulary lacks tokens for single bytes.");
  }
}

function checkSpecialTokens(values: GgufValues, tokens: string[]): void {
  for (const [key, { value }] of values) {
    const isTokenId = key.startsWith("tokenizer.ggml.") && key.endsWith("_token_id");
    if (isTokenId && Number(value) >= tokens.length && Number(value) !== noToken) {
      throw new BadWeightsError("The file names a special token outside its vocabulary.");
    }
  }
}

function list(values: GgufValues, name: string): (string | number)[] {
  const value = values.get(`tokenizer.ggml.${name}`)?.value;
  return Array.isArray(value) ? value : [];
}
