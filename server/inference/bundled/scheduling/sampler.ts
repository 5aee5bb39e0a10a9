import type { Native, NativeGrammar, NativeSampling } from "../native.ts";
import { DeadEndError } from "./dead-end.ts";

/** `repeatPenalty` looks at the last 64 generated tokens, never at the prompt. Temperature 0 is greedy. */
export type SamplerOptions = {
  temperature: number;
  topP: number;
  topK: number;
  minP: number;
  repeatPenalty: number;
  seed: number;
};

/** The most likely tokens before any sampling, most likely first, their probabilities adding up to 1 among themselves. */
export type Tops = { token: number; probability: number }[];

/** `token` is -1 when none is possible; `tops` is null unless asked for; `best` is the first top's share of all tokens. */
export type Sample = { token: number; tops: Tops | null; best: number | null };

export type TokenSampler = {
  /** The next token for a position of the batch just decoded. */
  next(logit: number): Promise<Sample>;
  dispose(): void;
};

/** How closely to look at each step: `tops` most likely tokens, and whether their share of the whole is needed. */
export type Look = { tops: number; share: boolean };

const penalizedTokens = 64;

/**
 * A sampler for one output. Under a grammar the native side first samples freely and only filters the whole vocabulary
 * through the grammar when that token does not fit, so a model that keeps to its format pays next to nothing.
 */
export function createSampler(
  native: Native,
  options: SamplerOptions,
  grammar: NativeGrammar | null,
  look: Look | null,
): TokenSampler {
  const { context } = native;
  const sampler = open(native, samplingOf(native, options, grammar));
  // Reading all probabilities costs 20 ms a token; a second sampler that keeps only the best ones costs a fraction of one.
  const tops = look && open(native, { ...plain, temperature: 1, topK: look.tops });
  const share = look?.share ? open(native, { ...plain, temperature: 0, topK: 0 }) : null;
  const requireWayOn = async (logit: number, token: number) => {
    if (!grammar || !native.model.isEogToken(token)) return;
    const [, , likelihood] = await context.sampleToken(logit, sampler, false, true);
    // Where nothing is allowed the native side ends as if all were said; only the likelihood is no number then.
    if (!Number.isFinite(likelihood)) throw new DeadEndError();
  };
  return {
    async next(logit) {
      const seen = tops && readTops(await context.sampleToken(logit, tops, true));
      const best = share && (await context.sampleToken(logit, share, false, true))[2];
      // A token that was chosen because nothing is allowed is refused when the grammar takes it in.
      const token = await context.sampleToken(logit, sampler).catch((error: Error) => {
        throw grammar ? new DeadEndError() : error;
      });
      await requireWayOn(logit, token);
      return { token, tops: seen, best: best ?? null };
    },
    dispose: () => [sampler, tops, share].forEach((each) => void each?.dispose()),
  };
}

const plain = { topP: 1, minP: 0, seed: 0 };

function open({ bindings, model }: Native, sampling: NativeSampling) {
  const sampler = new bindings.AddonSampler(model);
  sampler.applyConfig(sampling);
  return sampler;
}

function samplingOf(
  { bindings, model }: Native,
  { repeatPenalty, ...options }: SamplerOptions,
  grammar: NativeGrammar | null,
): NativeSampling {
  const sampling: NativeSampling = { ...options };
  if (repeatPenalty !== 1) {
    sampling.repeatPenalty = repeatPenalty;
    sampling.repeatPenaltyMaxTokens = penalizedTokens;
    sampling.repeatPenaltyTokens = new Uint32Array(0);
  }
  if (grammar) {
    sampling.grammarEvaluationState = new bindings.AddonGrammarEvaluationState(model, grammar);
  }
  return sampling;
}

/** The native side lists token, probability, token, probability, … */
function readTops([, listed = []]: [number, number[]?, number?]): Tops {
  const tops: Tops = [];
  for (let index = 0; index + 1 < listed.length; index += 2)
    tops.push({ token: listed[index] ?? 0, probability: listed[index + 1] ?? 0 });
  return tops;
}
