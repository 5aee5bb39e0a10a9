import type { Native, NativeGrammar, NativeSampling } from "./native.ts";

/** `repeatPenalty` looks at the last 64 generated tokens, never at the prompt. Temperature 0 is greedy. */
export type SamplerOptions = {
  temperature: number;
  topP: number;
  topK: number;
  minP: number;
  repeatPenalty: number;
  seed: number;
};

export type TokenSampler = {
  /** The next token for a position of the batch just decoded; -1 when none is possible. */
  next(logit: number): Promise<number>;
  dispose(): void;
};

const penalizedTokens = 64;

/**
 * A sampler for one output. Under a grammar the native side first samples freely and only filters the whole vocabulary
 * through the grammar when that token does not fit, so a model that keeps to its format pays next to nothing.
 */
export function createSampler(
  { bindings, model, context }: Native,
  { repeatPenalty, ...options }: SamplerOptions,
  grammar: NativeGrammar | null,
): TokenSampler {
  const sampling: NativeSampling = { ...options };
  if (repeatPenalty !== 1) {
    sampling.repeatPenalty = repeatPenalty;
    sampling.repeatPenaltyMaxTokens = penalizedTokens;
    sampling.repeatPenaltyTokens = new Uint32Array(0);
  }
  if (grammar) {
    sampling.grammarEvaluationState = new bindings.AddonGrammarEvaluationState(model, grammar);
  }
  const sampler = new bindings.AddonSampler(model);
  sampler.applyConfig(sampling);
  return {
    next: (logit) => context.sampleToken(logit, sampler),
    dispose: () => sampler.dispose(),
  };
}
