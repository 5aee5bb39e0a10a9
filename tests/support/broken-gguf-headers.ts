import type { GgufMetadata, GgufValue } from "#server/gguf/write.ts";
import { encodeGguf } from "./gguf-writer.ts";
import { tinyModel } from "./tiny-model.ts";

type BrokenFile = { name: string; bytes: Buffer };

const numbers = [
  ...["block_count", "context_length", "embedding_length", "feed_forward_length", "vocab_size"],
  ...["attention.head_count", "attention.head_count_kv", "rope.dimension_count"],
].map((name) => `llama.${name}`);
const wrongNumbers = [0, 1, 3, 63, 65, 1 << 20, 0x7fffffff, 0x80000000, 0xffffffff];
const architectures = [
  ...["bert", "t5", "t5encoder", "clip", "mamba", "mamba2", "rwkv6", "rwkv7", "gpt2", "qwen2"],
  ...["qwen3moe", "gemma3", "gemma3n", "phi3", "deepseek2", "llama4", "jamba", "wavtokenizer-dec"],
  ...["gpt-oss", "", "nothing-known", "a".repeat(100_000)],
];

/** The tiny model with one value of its header changed, missing, or of another type. */
export function damagedHeaders(): BrokenFile[] {
  const files: BrokenFile[] = [];
  const add = (name: string, changes: Record<string, GgufValue | undefined>) =>
    files.push({ name, bytes: encodeChanged(changes) });
  for (const key of numbers)
    for (const value of wrongNumbers) add(`${key} of ${value}`, { [key]: { u32: value } });
  for (const key of Object.keys(tinyModel().metadata)) {
    add(`no ${key}`, { [key]: undefined });
    add(`${key} as a text`, { [key]: { string: "many" } });
    add(`${key} as a list`, { [key]: { u32: [1, 2, 3] } });
    add(`${key} as an empty list`, { [key]: { string: [] } });
  }
  for (const name of architectures) {
    const file = `architecture ${name.slice(0, 20) || "without a name"}`;
    files.push({ name: file, bytes: encodeAs(name) });
  }
  for (const [name, changes] of numberDamage()) add(name, changes);
  for (const [name, changes] of Object.entries(vocabularyDamage())) add(name, changes);
  for (const [name, changes] of Object.entries(shapeDamage)) add(name, changes);
  return files;
}

function numberDamage(): [string, Record<string, GgufValue>][] {
  const floats = [0, -1, 1e-45, 3e38, Number.POSITIVE_INFINITY, Number.NaN].flatMap((value) =>
    ["llama.attention.layer_norm_rms_epsilon", "llama.rope.freq_base"].map((key) =>
      damage(`${key} of ${value}`, { [key]: { f32: value } }),
    ),
  );
  const ids = ["bos", "eos", "unknown", "padding", "eot", "fim_pre"].flatMap((token) =>
    [262, 100_000, 0x7fffffff, 0x80000000].map((id) =>
      damage(`${token} id of ${id}`, { [`tokenizer.ggml.${token}_token_id`]: { u32: id } }),
    ),
  );
  const alignments = [0, 1, 3, 4096, 0xffffffff].map((value) =>
    damage(`an alignment of ${value}`, { "general.alignment": { u32: value } }),
  );
  return [...floats, ...ids, ...alignments];
}

const damage = (name: string, changes: Record<string, GgufValue>) =>
  [name, changes] as [string, Record<string, GgufValue>];

function vocabularyDamage(): Record<string, Record<string, GgufValue>> {
  const { string: tokens } = tinyModel().metadata["tokenizer.ggml.tokens"] as { string: string[] };
  const types = (type: number) => ({
    "tokenizer.ggml.token_type": { i32: tokens.map(() => type) },
  });
  return {
    "two tokens too few": { "tokenizer.ggml.tokens": { string: tokens.slice(2) } },
    "one token too many": { "tokenizer.ggml.tokens": { string: [...tokens, "more"] } },
    "all tokens alike": { "tokenizer.ggml.tokens": { string: tokens.map(() => "same") } },
    "empty tokens": { "tokenizer.ggml.tokens": { string: tokens.map(() => "") } },
    "numbered tokens": { "tokenizer.ggml.tokens": { string: tokens.map((_, id) => `${id}`) } },
    "tokens of one byte each": {
      "tokenizer.ggml.tokens": { string: tokens.map((_, id) => String.fromCharCode(id)) },
      ...types(6),
    },
    "very long tokens": {
      "tokenizer.ggml.tokens": { string: tokens.map((token) => token.padEnd(5_000, "x")) },
    },
    "unknown types of tokens": types(77),
    "control tokens only": types(3),
    "byte tokens only": types(6),
    "unused tokens only": types(5),
    "too few scores": { "tokenizer.ggml.scores": { f32: [1, 2] } },
    "scores that are no numbers": {
      "tokenizer.ggml.scores": { f32: tokens.map(() => Number.NaN) },
    },
    "a GPT-2 tokenizer without merges": { "tokenizer.ggml.model": { string: "gpt2" } },
    "a GPT-2 tokenizer with broken merges": {
      "tokenizer.ggml.model": { string: "gpt2" },
      "tokenizer.ggml.merges": { string: ["", "a", "a b c", "\0 \0"] },
    },
    "a GPT-2 tokenizer that begins with a token it lacks": {
      "tokenizer.ggml.model": { string: "gpt2" },
      "tokenizer.ggml.merges": { string: ["a b"] },
      "tokenizer.ggml.bos_token_id": { u32: 0xffffffff },
      "tokenizer.ggml.eos_token_id": { u32: 0xffffffff },
    },
    "a beginning and an end that it lacks": {
      "tokenizer.ggml.bos_token_id": { u32: 0xffffffff },
      "tokenizer.ggml.eos_token_id": { u32: 0xffffffff },
      "tokenizer.ggml.add_eos_token": { bool: true },
    },
    "an unknown way to split text": {
      "tokenizer.ggml.model": { string: "gpt2" },
      "tokenizer.ggml.merges": { string: ["a b"] },
      "tokenizer.ggml.pre": { string: "sideways" },
    },
    "a T5 tokenizer with a broken table": {
      "tokenizer.ggml.model": { string: "t5" },
      "tokenizer.ggml.precompiled_charsmap": { string: "\xff\xff" },
    },
    ...Object.fromEntries(
      ["bert", "t5", "rwkv", "plamo2", "gemma4", "none", "no_vocab", "nothing-known"].map(
        (kind) => [`a ${kind} tokenizer`, { "tokenizer.ggml.model": { string: kind } }],
      ),
    ),
    "a chat template that is wrong": { "tokenizer.chat_template": { string: "{% for %}{{ x" } },
    "a deep chat template": { "tokenizer.chat_template": { string: "{{ (".repeat(20_000) } },
  };
}

const shapeDamage: Record<string, Record<string, GgufValue>> = {
  "rope scaling of an unknown kind": { "llama.rope.scaling.type": { string: "sideways" } },
  "rope scaling by 0": {
    "llama.rope.scaling.type": { string: "linear" },
    "llama.rope.scaling.factor": { f32: 0 },
  },
  "yarn from a context of 0": {
    "llama.rope.scaling.type": { string: "yarn" },
    "llama.rope.scaling.factor": { f32: 4 },
    "llama.rope.scaling.original_context_length": { u32: 0 },
  },
  "experts without weights": {
    "llama.expert_count": { u32: 8 },
    "llama.expert_used_count": { u32: 2 },
  },
  "more experts used than there are": {
    "llama.expert_count": { u32: 2 },
    "llama.expert_used_count": { u32: 8 },
  },
  "impossibly many experts": { "llama.expert_count": { u32: 0xffffffff } },
  "groups of experts without experts": { "llama.expert_group_count": { u32: 4 } },
  "more layers to predict with than layers": { "llama.nextn_predict_layers": { u32: 4 } },
  "heads of length 0": { "llama.attention.key_length": { u32: 0 } },
  "heads of length 3": { "llama.attention.key_length": { u32: 3 } },
  "values of length 0": { "llama.attention.value_length": { u32: 0 } },
  "heads of length 2^31": { "llama.attention.key_length": { u32: 0x80000000 } },
  "heads by layer, one layer short": { "llama.attention.head_count": { u32: [4] } },
  "no heads in one layer": { "llama.attention.head_count": { u32: [4, 0] } },
  "no key heads in one layer": { "llama.attention.head_count_kv": { u32: [2, 0] } },
  "an uneven number of key heads": { "llama.attention.head_count_kv": { u32: [2, 3] } },
  "twice the key heads in one layer": { "llama.attention.head_count_kv": { u32: [2, 4] } },
  "wide and narrow layers": { "llama.feed_forward_length": { u32: [128, 0] } },
  "part one of five": { "split.count": { u32: 5 }, "split.no": { u32: 0 } },
  "an adapter": { "general.type": { string: "adapter" }, "adapter.type": { string: "lora" } },
  "a picture encoder": { "general.type": { string: "mmproj" } },
  "a sliding window of 0": { "llama.attention.sliding_window": { u32: 0 } },
  "a sliding window of 2^31": { "llama.attention.sliding_window": { u32: 0x80000000 } },
  "attention that is not causal": { "llama.attention.causal": { bool: false } },
  "a pooling of an unknown kind": { "llama.pooling_type": { u32: 77 } },
  "rotation of more than there is": { "llama.rope.dimension_count": { u32: 128 } },
  "a scale of logits that is no number": { "llama.logit_scale": { f32: Number.NaN } },
};

function encodeChanged(changes: Record<string, GgufValue | undefined>): Buffer {
  const { metadata, tensors } = tinyModel();
  const entries = Object.entries({ ...metadata, ...changes }).filter(([, value]) => value);
  return encodeGguf(Object.fromEntries(entries) as GgufMetadata, tensors).bytes;
}

/** The same weights and numbers under the name of another architecture. */
function encodeAs(architecture: string): Buffer {
  const { metadata, tensors } = tinyModel();
  const renamed = Object.entries(metadata).map(([key, value]) => [
    key.replace(/^llama\./, `${architecture}.`),
    key === "general.architecture" ? { string: architecture } : value,
  ]);
  return encodeGguf(Object.fromEntries(renamed), tensors).bytes;
}
