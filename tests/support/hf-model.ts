import fs from "node:fs";
import path from "node:path";
import { decodeFloats, encodeFloats, type FloatType } from "#server/lora/floats.ts";
import {
  readSafetensors,
  readTensor,
  type TensorEntry,
  writeSafetensors,
} from "#server/lora/safetensors.ts";
import { type GgufTensor, writeGguf } from "./gguf-writer.ts";
import { randomNumbers, randomWeights } from "./random.ts";
import { tinyModel } from "./tiny-model.ts";

/** Shapes of models of random weights, as transformers saves them: two layers of width 64. */
export type HfArchitecture = "llama" | "qwen2" | "qwen3" | "gemma";

const SHAPE = { layers: 2, width: 64, heads: 4, keyHeads: 2, feedForward: 128, vocabulary: 262 };
const HEAD = SHAPE.width / SHAPE.heads;
const CLASSES = {
  ...{ llama: "LlamaForCausalLM", qwen2: "Qwen2ForCausalLM" },
  ...{ qwen3: "Qwen3ForCausalLM", gemma: "GemmaForCausalLM" },
};

/** Output and input of each module that can be adapted. */
export const MODULES: Record<string, [number, number]> = {
  "self_attn.q_proj": [SHAPE.width, SHAPE.width],
  "self_attn.k_proj": [HEAD * SHAPE.keyHeads, SHAPE.width],
  "self_attn.v_proj": [HEAD * SHAPE.keyHeads, SHAPE.width],
  "self_attn.o_proj": [SHAPE.width, SHAPE.width],
  "mlp.gate_proj": [SHAPE.feedForward, SHAPE.width],
  "mlp.up_proj": [SHAPE.feedForward, SHAPE.width],
  "mlp.down_proj": [SHAPE.width, SHAPE.feedForward],
};

/** Writes one, in two shards; the same seed, the same model. */
export async function writeHfModel(
  folder: string,
  { architecture, dtype = "F32" }: { architecture: HfArchitecture; dtype?: FloatType },
): Promise<void> {
  fs.mkdirSync(folder, { recursive: true });
  const entries = tensorsOf(architecture, dtype);
  const half = Math.ceil(entries.length / 2);
  const random = randomNumbers(11);
  const names = ["model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"];
  const map: Record<string, string> = {};
  for (const [index, name] of names.entries()) {
    const part = entries.slice(index * half, (index + 1) * half);
    for (const each of part) map[each.name] = name;
    await writeSafetensors(
      path.join(folder, name),
      { entries: part, metadata: { format: "pt" } },
      async (entry) => encodeFloats(valuesOf(entry, { random, architecture }), dtype),
    );
  }
  const index = { metadata: { total_size: 0 }, weight_map: map };
  fs.writeFileSync(path.join(folder, "model.safetensors.index.json"), JSON.stringify(index));
  fs.writeFileSync(path.join(folder, "config.json"), JSON.stringify(configOf(architecture, dtype)));
  fs.writeFileSync(path.join(folder, "tokenizer_config.json"), '{"note": "kept"}');
}

const configOf = (architecture: HfArchitecture, dtype: FloatType) => ({
  ...{ architectures: [CLASSES[architecture]], model_type: architecture },
  ...{ hidden_size: SHAPE.width, num_hidden_layers: SHAPE.layers, vocab_size: SHAPE.vocabulary },
  ...{ num_attention_heads: SHAPE.heads, num_key_value_heads: SHAPE.keyHeads, head_dim: HEAD },
  ...{ intermediate_size: SHAPE.feedForward, max_position_embeddings: 512, rms_norm_eps: 1e-5 },
  tie_word_embeddings: architecture === "gemma",
  dtype: { F32: "float32", F16: "float16", BF16: "bfloat16" }[dtype],
});

function tensorsOf(architecture: HfArchitecture, dtype: FloatType): TensorEntry[] {
  const of = (name: string, ...shape: number[]): TensorEntry => ({ name, dtype, shape });
  const layer = (_: unknown, index: number) => {
    const at = `model.layers.${index}.`;
    return [
      ...Object.entries(MODULES).map(([name, shape]) => of(`${at}${name}.weight`, ...shape)),
      of(`${at}input_layernorm.weight`, SHAPE.width),
      of(`${at}post_attention_layernorm.weight`, SHAPE.width),
      ...(architecture === "qwen2"
        ? ["q", "k", "v"].map((each) => {
            const [out] = MODULES[`self_attn.${each}_proj`] ?? [0];
            return of(`${at}self_attn.${each}_proj.bias`, out);
          })
        : []),
      ...(architecture === "qwen3"
        ? ["q", "k"].map((each) => of(`${at}self_attn.${each}_norm.weight`, HEAD))
        : []),
    ];
  };
  return [
    of("model.embed_tokens.weight", SHAPE.vocabulary, SHAPE.width),
    ...Array.from({ length: SHAPE.layers }, layer).flat(),
    of("model.norm.weight", SHAPE.width),
    ...(architecture === "gemma" ? [] : [of("lm_head.weight", SHAPE.vocabulary, SHAPE.width)]),
  ];
}

function valuesOf(
  { name, shape }: TensorEntry,
  { random, architecture }: { random: () => number; architecture: HfArchitecture },
): Float32Array {
  const length = shape.reduce((product, each) => product * each, 1);
  const row = shape.at(-1) ?? 1;
  const values = randomWeights(random, length, shape.length === 1 ? 0.1 : row ** -0.5);
  if (name.endsWith("norm.weight")) return values.map((value) => 1 + value);
  // Gemma multiplies what it looks up by the root of its width.
  const isScaledLater = architecture === "gemma" && name.includes("embed_tokens");
  return isScaledLater ? values.map((value) => value * row ** -0.5) : values;
}

const PARTS: Record<string, string> = {
  ...{ "self_attn.q_proj": "attn_q", "self_attn.k_proj": "attn_k", "self_attn.v_proj": "attn_v" },
  ...{ "self_attn.o_proj": "attn_output", "mlp.gate_proj": "ffn_gate", "mlp.up_proj": "ffn_up" },
  ...{ "mlp.down_proj": "ffn_down", input_layernorm: "attn_norm" },
  ...{ post_attention_layernorm: "ffn_norm", "self_attn.q_norm": "attn_q_norm" },
  "self_attn.k_norm": "attn_k_norm",
};
const ENDS: Record<string, string> = {
  ...{
    "model.embed_tokens.weight": "token_embd.weight",
    "model.norm.weight": "output_norm.weight",
  },
  "lm_head.weight": "output.weight",
};

/** The same model as llama.cpp's converter writes it, for the engine. */
export async function writeAsGguf(
  folder: string,
  { architecture, to }: { architecture: HfArchitecture; to: string },
): Promise<void> {
  const shards = fs.readdirSync(folder).filter((name) => name.endsWith(".safetensors"));
  const tensors: GgufTensor[] = [];
  for (const shard of shards.sort()) {
    const file = await readSafetensors(path.join(folder, shard));
    for (const tensor of file.tensors.values()) {
      const values = decodeFloats(await readTensor(file, tensor), tensor.dtype as FloatType);
      const data = asConverted(tensor.name, Float32Array.from(values), architecture);
      tensors.push({
        name: nameOf(tensor.name),
        shape: tensor.shape.toReversed(),
        type: "f32",
        data,
      });
    }
  }
  const { metadata } = tinyModel({ ...SHAPE, name: architecture, type: "f32", context: 512 });
  const renamed = Object.entries(metadata).map(([key, value]) => [
    key.replace(/^llama\./, `${architecture}.`),
    key === "general.architecture" ? { string: architecture } : value,
  ]);
  writeGguf(to, Object.fromEntries(renamed), tensors);
}

function nameOf(name: string): string {
  const [, layer, part = "", kind] = /^model\.layers\.(\d+)\.(.*)\.(weight|bias)$/.exec(name) ?? [];
  return layer === undefined ? (ENDS[name] ?? name) : `blk.${layer}.${PARTS[part]}.${kind}`;
}

/** Llama's q and k are stored with each head's two halves interleaved, and Gemma's norms with the 1 that it adds to them. */
function asConverted(
  name: string,
  values: Float32Array<ArrayBuffer>,
  architecture: HfArchitecture,
) {
  if (architecture === "gemma" && name.endsWith("norm.weight"))
    return values.map((value) => value + 1);
  const isRotated = /self_attn\.[qk]_proj\.weight$/.test(name);
  if (architecture !== "llama" || !isRotated) return values;
  const rows = values.length / SHAPE.width;
  const source = (row: number) => {
    const within = row % HEAD;
    return row - within + (within % 2) * (HEAD / 2) + Math.floor(within / 2);
  };
  const moved = new Float32Array(values.length);
  for (let row = 0; row < rows; row += 1) {
    const from = source(row) * SHAPE.width;
    moved.set(values.subarray(from, from + SHAPE.width), row * SHAPE.width);
  }
  return moved;
}
