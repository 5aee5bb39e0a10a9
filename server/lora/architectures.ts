import { LoraError } from "./lora-error.ts";

/** How llama.cpp names and lays out what a transformers model has; by GGUF's `general.architecture`. */
type Architecture = {
  /** Whether its converter reorders the rows of q and k within each head. */
  permutes: boolean;
  /** transformers' name of a layer's module, to GGUF's. */
  modules: Record<string, string>;
};

const APART = {
  ...{ "self_attn.q_proj": "attn_q", "self_attn.k_proj": "attn_k", "self_attn.v_proj": "attn_v" },
  ...{ "self_attn.o_proj": "attn_output", "mlp.gate_proj": "ffn_gate", "mlp.up_proj": "ffn_up" },
  "mlp.down_proj": "ffn_down",
};

const FUSED = {
  ...{ "self_attn.qkv_proj": "attn_qkv", "self_attn.o_proj": "attn_output" },
  ...{ "mlp.gate_up_proj": "ffn_up", "mlp.down_proj": "ffn_down" },
};

/**
 * From the converter of the llama.cpp release that node-llama-cpp brings (its folder conversion/). Mistral, TinyLlama and
 * SmolLM2 are `llama` there.
 */
const ARCHITECTURES: Record<string, Architecture> = {
  ...{ llama: { permutes: true, modules: APART }, smollm3: { permutes: true, modules: APART } },
  ...{ granite: { permutes: true, modules: APART }, arcee: { permutes: true, modules: APART } },
  ...{ qwen2: { permutes: false, modules: APART }, qwen3: { permutes: false, modules: APART } },
  ...{ gemma: { permutes: false, modules: APART }, gemma2: { permutes: false, modules: APART } },
  ...{ gemma3: { permutes: false, modules: APART }, phi3: { permutes: false, modules: FUSED } },
};

/** Throws LoraError for one that is not known here. */
export function architectureNamed(name: string): Architecture {
  const found = ARCHITECTURES[name];
  if (found) return found;
  const known = Object.keys(ARCHITECTURES).join(", ");
  throw new LoraError(
    `The base is of the architecture ${name || "(none)"}; known here are ${known}. Convert the adapter with llama.cpp's convert_lora_to_gguf.py.`,
  );
}

const LAYER = /(?:^|\.)layers\.(\d+)\.(.+)$/;

/** GGUF's name of the weights of a module, such as `blk.0.attn_q.weight`. Throws LoraError where it has none. */
export function ggufName({ modules }: Architecture, module: string): string {
  const [, layer, part = ""] = LAYER.exec(module) ?? [];
  const name = modules[part];
  if (layer !== undefined && name) return `blk.${layer}.${name}.weight`;
  if (/(?:^|\.)lm_head$/.test(module)) return "output.weight";
  throw new LoraError(
    `${module} is no module that can be adapted at run time: merge the adapter into its base instead.`,
  );
}
