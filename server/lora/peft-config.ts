import fs from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { LoraError } from "./lora-error.ts";

/** By module, or by a regular expression of some. */
const patterns = z.record(z.string().refine(isExpression, "is no regular expression"), z.number());

function isExpression(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}

/** What adapter_config.json says, as far as it counts for what the adapter does (PEFT's LoraConfig). */
const peftConfig = z.looseObject({
  peft_type: z.string(),
  base_model_name_or_path: z.string().nullish(),
  r: z.number(),
  lora_alpha: z.number(),
  use_rslora: z.boolean().nullish(),
  use_dora: z.boolean().nullish(),
  fan_in_fan_out: z.boolean().nullish(),
  rank_pattern: patterns.nullish(),
  alpha_pattern: patterns.nullish(),
  modules_to_save: z.array(z.string()).nullish(),
  bias: z.string().nullish(),
  init_lora_weights: z.union([z.boolean(), z.string()]).nullish(),
});

export type PeftConfig = z.infer<typeof peftConfig>;

/** Settings with which an adapter is more, or something else, than A times B beside its layers. */
const BEYOND = [
  ...["lora_bias", "layer_replication", "target_parameters", "trainable_token_indices"],
  ...["alora_invocation_tokens", "use_qalora", "arrow_config", "corda_config"],
];
/** Beginnings that change the base as well: an adapter trained from one fits no base but its own. */
const FOREIGN_BASES = /^(?:pissa|olora|corda|eva|loftq|lora_ga)/;

/** Reads an adapter's settings. Throws LoraError for kinds of adapter that this is none of. */
export async function readPeftConfig(folder: string): Promise<PeftConfig> {
  const file = path.join(folder, "adapter_config.json");
  const text = await fs.readFile(file, "utf8").catch(() => {
    throw new LoraError(
      `${folder} has no adapter_config.json: it is no adapter as PEFT saves one.`,
    );
  });
  const config = parse(text, file);
  if (config.peft_type !== "LORA")
    throw new LoraError(`${folder} holds an adapter of the kind ${config.peft_type}, not a LoRA.`);
  const beyond = BEYOND.find((name) => isSet(config[name]));
  if (beyond)
    throw new LoraError(`${folder} was trained with ${beyond}: merge it with PEFT itself.`);
  if (config.bias && config.bias !== "none")
    throw new LoraError(`${folder} trained biases too: merge it with PEFT itself.`);
  if (FOREIGN_BASES.test(String(config.init_lora_weights)))
    throw new LoraError(
      `${folder} began as ${config.init_lora_weights}, which changes the base: save it as a plain LoRA first (PEFT: save_pretrained with path_initial_model_for_weight_conversion).`,
    );
  return config;
}

function parse(text: string, file: string): PeftConfig {
  try {
    return peftConfig.parse(JSON.parse(text));
  } catch (cause) {
    throw new LoraError(`${file} is no configuration of a LoRA.`, { cause });
  }
}

const isSet = (value: unknown): boolean =>
  Array.isArray(value)
    ? value.length > 0
    : value !== null && value !== undefined && value !== false;

/**
 * By what B times A is multiplied in a module: alpha / r, or with rsLoRA alpha / √r (Kalajdzievski 2023), each perhaps by a
 * pattern of its own. The rank is that of the tensors.
 */
export function scalingOf(config: PeftConfig, module: string, rank: number): number {
  const alpha = matching(config.alpha_pattern, module) ?? config.lora_alpha;
  return alpha / (config.use_rslora ? Math.sqrt(rank) : rank);
}

/** As PEFT matches: the key is the module's whole name or its end, and may be a regular expression; the first one counts. */
function matching(
  patterns: Record<string, number> | null | undefined,
  module: string,
): number | undefined {
  const found = Object.entries(patterns ?? {}).find(([key]) =>
    new RegExp(`^(?:.*\\.)?(?:${key})$`).test(module),
  );
  return found?.[1];
}
