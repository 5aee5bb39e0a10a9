import type { Runtime } from "../models/runtime.ts";
import type { Sample } from "../scheduling/sampler.ts";

type TokenLogprob = { token: string; logprob: number; bytes: number[] };
/** OpenAI's shape for chat; `top_logprobs` are the most likely tokens before any sampling. */
export type ChatLogprob = TokenLogprob & { top_logprobs: TokenLogprob[] };

// OpenAI's own value for a token whose probability is not told.
const untold = -9999;

/**
 * Natural logarithms of probabilities over the whole vocabulary. The tops are known relative to each other, and of the
 * first also its share of all: that gives the others'. A chosen token that is none of them gets OpenAI's -9999.
 */
export function chatLogprobs(runtime: Runtime, samples: Sample[], count: number): ChatLogprob[] {
  return samples.map(({ token, tops, best }) => {
    const first = tops?.[0]?.probability ?? 1;
    const entries = (tops ?? []).map((top) => ({
      id: top.token,
      ...named(runtime, top.token, Math.log((top.probability / first) * (best ?? 1))),
    }));
    const chosen = entries.find(({ id }) => id === token) ?? named(runtime, token, untold);
    const { token: text, logprob, bytes } = chosen;
    const top_logprobs = entries.slice(0, count).map(({ id: _, ...entry }) => entry);
    return { token: text, logprob, bytes, top_logprobs };
  });
}

/** OpenAI's older shape for completions. */
export function completionLogprobs(runtime: Runtime, samples: Sample[], count: number) {
  const entries = chatLogprobs(runtime, samples, count);
  return {
    tokens: entries.map(({ token }) => token),
    token_logprobs: entries.map(({ logprob }) => logprob),
    top_logprobs: entries.map(({ top_logprobs }) =>
      Object.fromEntries(top_logprobs.map(({ token, logprob }) => [token, logprob])),
    ),
  };
}

function named(runtime: Runtime, id: number, logprob: number): TokenLogprob {
  const token = runtime.tokenizer.text([id], true);
  // JSON has no infinity.
  return { token, logprob: Math.max(logprob, untold), bytes: [...Buffer.from(token)] };
}
