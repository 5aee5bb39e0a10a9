import type { GgufMetadata } from "#server/gguf/write.ts";
import { type GgufTensor, writeGguf } from "./gguf-writer.ts";
import { randomNumbers, randomWeights } from "./random.ts";

/** `name` goes into the header; `context` in tokens; `type` is how the matrices are stored. */
export type TinyShape = {
  seed: number;
  name: string;
  layers: number;
  width: number;
  heads: number;
  keyHeads: number;
  feedForward: number;
  context: number;
  type: "f32" | "f16";
};

/** Two layers of width 64: 0.5 MB, loads in milliseconds. Wider and deeper ones take memory where a test needs that. */
const tinyShape: TinyShape = {
  ...{ seed: 1, name: "tiny", layers: 2, width: 64, heads: 4, keyHeads: 2, feedForward: 128 },
  ...{ context: 512, type: "f32" },
};

const specialTokens = ["<unk>", "<s>", "</s>"];
const byteTokens = Array.from({ length: 256 }, (_, byte) => `<0x${hex(byte)}>`);
const markers = ["▁", "<|im_start|>", "<|im_end|>"];
const tokens = [...specialTokens, ...byteTokens, ...markers];
const tokenType = { normal: 1, unknown: 2, control: 3, byte: 6 };
const chatTemplate =
  "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

/** Writes a Llama model of random weights over 262 tokens, 256 of which are single bytes; the same shape, the same file. */
export function writeTinyModel(path: string, shape: Partial<TinyShape> = {}): void {
  const { metadata, tensors } = tinyModel(shape);
  writeGguf(path, metadata, tensors);
}

/** What such a file holds, to be broken before it is written. */
export function tinyModel(changes: Partial<TinyShape> = {}): {
  metadata: GgufMetadata;
  tensors: GgufTensor[];
} {
  const shape = { ...tinyShape, ...changes };
  return { metadata: metadataOf(shape), tensors: tensorsOf(shape) };
}

function metadataOf(shape: TinyShape): GgufMetadata {
  return {
    "general.architecture": { string: "llama" },
    "general.type": { string: "model" },
    "general.name": { string: shape.name },
    "general.file_type": { u32: shape.type === "f32" ? 0 : 1 },
    "llama.block_count": { u32: shape.layers },
    "llama.context_length": { u32: shape.context },
    "llama.embedding_length": { u32: shape.width },
    "llama.feed_forward_length": { u32: shape.feedForward },
    "llama.attention.head_count": { u32: shape.heads },
    "llama.attention.head_count_kv": { u32: shape.keyHeads },
    "llama.attention.layer_norm_rms_epsilon": { f32: 1e-5 },
    "llama.rope.freq_base": { f32: 10_000 },
    "llama.rope.dimension_count": { u32: shape.width / shape.heads },
    "llama.vocab_size": { u32: tokens.length },
    "tokenizer.ggml.model": { string: "llama" },
    "tokenizer.ggml.tokens": { string: tokens },
    "tokenizer.ggml.scores": { f32: tokens.map(() => 0) },
    "tokenizer.ggml.token_type": { i32: tokens.map(typeOf) },
    "tokenizer.ggml.unknown_token_id": { u32: 0 },
    "tokenizer.ggml.bos_token_id": { u32: 1 },
    "tokenizer.ggml.eos_token_id": { u32: 2 },
    "tokenizer.ggml.add_bos_token": { bool: true },
    "tokenizer.ggml.add_space_prefix": { bool: false },
    "tokenizer.chat_template": { string: chatTemplate },
  };
}

function typeOf(token: string, id: number): number {
  if (id === 0) return tokenType.unknown;
  if (byteTokens.includes(token)) return tokenType.byte;
  return token === "▁" ? tokenType.normal : tokenType.control;
}

function tensorsOf(shape: TinyShape): GgufTensor[] {
  const { width, feedForward, layers } = shape;
  const keyWidth = (width / shape.heads) * shape.keyHeads;
  const random = randomNumbers(shape.seed);
  const matrix = (name: string, columns: number, rows: number): GgufTensor => ({
    ...{ name: `${name}.weight`, shape: [columns, rows], type: shape.type },
    data: randomWeights(random, columns * rows, 1 / Math.sqrt(columns)),
  });
  const norm = (name: string): GgufTensor => ({
    ...{ name: `${name}.weight`, shape: [width], type: "f32" },
    data: new Float32Array(width).fill(1),
  });
  const layer = (_: unknown, index: number) => {
    const name = (part: string) => `blk.${index}.${part}`;
    return [
      ...[norm(name("attn_norm")), matrix(name("attn_q"), width, width)],
      ...[matrix(name("attn_k"), width, keyWidth), matrix(name("attn_v"), width, keyWidth)],
      ...[matrix(name("attn_output"), width, width), norm(name("ffn_norm"))],
      ...[matrix(name("ffn_gate"), width, feedForward), matrix(name("ffn_up"), width, feedForward)],
      matrix(name("ffn_down"), feedForward, width),
    ];
  };
  const ends = [norm("output_norm"), matrix("output", width, tokens.length)];
  const embedding = matrix("token_embd", width, tokens.length);
  return [embedding, ...Array.from({ length: layers }, layer).flat(), ...ends];
}

function hex(byte: number): string {
  return byte.toString(16).toUpperCase().padStart(2, "0");
}
