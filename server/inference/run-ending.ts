import { isImageData } from "#contract/files.ts";
import { canonicalJson, sha256 } from "#server/digest.ts";
import type { Constraint, EngineEvent } from "./engine.ts";
import type { Claim, Ending } from "./lease.ts";
import { runLog } from "./run-log.ts";
import { encodeTokens } from "./token-codec.ts";

const PREVIEW_CHARACTERS = 200;

type EndEvent = Extract<EngineEvent, { type: "end" }>;

/** What one run has gathered so far. */
export type Progress = {
  constraint: Constraint;
  /** What the model wanted its output held to and the engine cannot. */
  unheld: "constraint"[];
  startedAt: number;
  firstTokenAt: number | null;
  text: string;
  tokens: number[];
  end: EndEvent | null;
};

/** What happened, for whoever opens the logs. */
export function logOf(claim: Claim, progress: Progress, outcome: string): string {
  return runLog({
    ...{ attempt: claim.attempt, waitedMs: claim.waitedMs, shownBefore: claim.chunks.length },
    ...{ end: progress.end, tokens: progress.tokens.length, outcome },
  });
}

/** Everything there is to store about a run, however it ended. */
export function ending(claim: Claim, progress: Progress, outcome: string): Ending {
  const { constraint, end, text, tokens, startedAt, firstTokenAt } = progress;
  return {
    ...{ state: "failed", error: null, errorCode: null, violations: [] },
    ...whatTheEngineTold(end),
    log: logOf(claim, progress, outcome),
    tokensOut: end?.usage.completion ?? tokens.length,
    firstTokenMs: firstTokenAt === null ? null : claim.waitedMs + firstTokenAt - startedAt,
    predictMs: performance.now() - startedAt,
    outputSha: text === "" ? null : sha256(text),
    outputPreview: text === "" ? null : previewOf(text),
    outputTokens: encodeTokens(tokens),
    constraintSha: constraint.kind === "none" ? null : sha256(constraintText(constraint)),
    dropped: [...new Set([...(end?.dropped ?? []), ...progress.unheld])],
  };
}

/** An image says nothing to who reads a list. */
const previewOf = (text: string): string =>
  isImageData(text) ? "(an image)" : [...text].slice(0, PREVIEW_CHARACTERS).join("");

/** A grammar's hash is that of its text alone. */
const constraintText = (constraint: Constraint): string =>
  constraint.kind === "grammar" ? constraint.text : canonicalJson(constraint);

const NOTHING_TOLD = {
  ...{ finishReason: null, tokensIn: null, tokensCached: null, promptMs: null, decodeMs: null },
  ...{ environment: null, promptTokens: null, conditions: null },
};

function whatTheEngineTold(end: EndEvent | null) {
  if (!end) return NOTHING_TOLD;
  return {
    finishReason: end.finish,
    tokensIn: end.usage.prompt,
    tokensCached: end.usage.cached,
    promptMs: end.timings.promptMs,
    decodeMs: end.timings.decodeMs,
    environment: end.environment,
    conditions: end.conditions,
    promptTokens: encodeTokens(end.promptTokens),
  };
}
