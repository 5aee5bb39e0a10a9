import { sha256 } from "#server/digest.ts";
import { log } from "#server/log.ts";
import { constraintFor, violationsOf } from "#server/outputs.ts";
import { getVersion } from "#server/versions.ts";
import { type Constraint, EngineError, type EngineEvent } from "./engine.ts";
import { engine, targetOf } from "./engines.ts";
import { type Claim, type Ending, finishPrediction, releasePrediction } from "./lease.ts";
import { appendOutput, closeOutput, flushOutput, openOutput } from "./live-output.ts";
import { runLog } from "./run-log.ts";
import { encodeTokens } from "./token-codec.ts";

/** Why a run was aborted: the visitor's wish, a lease that another process has now, or the end of this process. */
export type AbortReason = "canceled" | "lost" | "shutdown";

export type Outcome = "ended" | "handed back";

const PREVIEW_CHARACTERS = 200;

type EndEvent = Extract<EngineEvent, { type: "end" }>;

/** What one run has gathered so far. */
type Progress = {
  constraint: Constraint;
  startedAt: number;
  firstTokenAt: number | null;
  text: string;
  tokens: number[];
  end: EndEvent | null;
};

/** Runs a claimed prediction to its end, or hands it back. Never throws: what goes wrong is stored with the prediction. */
export async function runPrediction(claim: Claim, signal: AbortSignal): Promise<Outcome> {
  openOutput(claim);
  const progress: Progress = {
    ...{ constraint: { kind: "none" }, startedAt: performance.now(), firstTokenAt: null },
    ...{ text: "", tokens: [], end: null },
  };
  try {
    if (claim.cancelRequested) return await cancel(claim, progress);
    await generate(claim, signal, progress);
    await succeed(claim, progress);
    return "ended";
  } catch (error) {
    return await settle(claim, progress, signal, error);
  } finally {
    closeOutput(claim.id);
  }
}

async function generate(claim: Claim, signal: AbortSignal, progress: Progress): Promise<void> {
  const { definition } = await getVersion(claim.versionId);
  progress.constraint = constraintFor(definition, claim.input);
  const shown = claim.chunks.join("");
  const request = {
    ...{ id: claim.id, target: targetOf(definition), segments: claim.prompt },
    ...{ sampling: claim.sampling, constraint: progress.constraint },
  };
  for await (const event of engine().generate(request, signal)) {
    if (event.type === "end") {
      progress.end = event;
      continue;
    }
    progress.firstTokenAt ??= performance.now();
    const before = Math.max(progress.text.length, shown.length);
    progress.text += event.text;
    progress.tokens.push(...event.tokens);
    requireAgreement(progress.text, shown);
    if (progress.text.length > before) appendOutput(claim, progress.text.slice(before));
  }
  if (progress.text.length < shown.length) throw new ContradictionError();
}

/** A later attempt said something else than what readers had already been shown. */
class ContradictionError extends Error {}

function requireAgreement(text: string, shown: string) {
  const common = Math.min(text.length, shown.length);
  if (text.slice(0, common) !== shown.slice(0, common)) throw new ContradictionError();
}

async function succeed(claim: Claim, progress: Progress) {
  const { definition } = await getVersion(claim.versionId);
  const violations = violationsOf(definition, claim.input, progress.text);
  const kept = violations.length === 0 ? "the output keeps the rules" : "the output breaks rules";
  await flushOutput();
  await finishPrediction(claim, {
    ...ending(claim, progress, kept),
    ...{ state: "succeeded", violations },
  });
}

async function cancel(claim: Claim, progress: Progress): Promise<Outcome> {
  await flushOutput();
  await finishPrediction(claim, { ...ending(claim, progress, "canceled"), state: "canceled" });
  return "ended";
}

async function fail(
  claim: Claim,
  progress: Progress,
  errorCode: string,
  error: string,
): Promise<Outcome> {
  await flushOutput();
  const end = ending(claim, progress, `failed: ${errorCode}`);
  await finishPrediction(claim, { ...end, state: "failed", error, errorCode });
  return "ended";
}

async function handBack(
  claim: Claim,
  progress: Progress,
  reason: { counted: boolean; why: string },
): Promise<Outcome> {
  await flushOutput();
  const log = logOf(claim, progress, `handed back to the queue: ${reason.why}`);
  await releasePrediction(claim, reason.counted, log);
  return "handed back";
}

async function settle(
  claim: Claim,
  progress: Progress,
  signal: AbortSignal,
  error: unknown,
): Promise<Outcome> {
  const reason: AbortReason | null = signal.aborted ? signal.reason : null;
  if (reason === "lost") return "handed back";
  if (reason === "canceled") return cancel(claim, progress);
  if (reason === "shutdown")
    return handBack(claim, progress, { counted: false, why: "this process is stopping" });
  if (error instanceof ContradictionError)
    return fail(claim, progress, "interrupted", SENTENCES.interrupted);
  if (error instanceof EngineError) return settleEngineError(claim, progress, error);
  log.error({ prediction: claim.id, error: String(error) }, "a prediction failed");
  return fail(claim, progress, "internal", SENTENCES.internal);
}

/** What visitors read about a failure, and what they can do. */
const SENTENCES = {
  interrupted:
    "The engine stopped in the middle of this and its second try said something else. What was shown is kept; run it again for a whole answer.",
  internal:
    "Something went wrong on our side. Run it again; if it happens again, tell the model's owner the id of this prediction.",
  tooLong: "The input is too long for this model. Shorten it and run again.",
  refused: "The engine refused this prediction. The model's owner has to look at its settings.",
};

function settleEngineError(claim: Claim, progress: Progress, error: EngineError): Promise<Outcome> {
  log.warn({ prediction: claim.id, kind: error.kind, error: error.message }, "engine error");
  switch (error.kind) {
    case "starting":
    case "overloaded":
      return handBack(claim, progress, { counted: false, why: `the engine is ${error.kind}` });
    case "network":
      return handBack(claim, progress, { counted: true, why: "the engine went away" });
    case "engine":
    case "timeout":
      return handBack(claim, progress, { counted: true, why: "the engine failed" });
    case "context_overflow":
      return fail(claim, progress, error.kind, SENTENCES.tooLong);
    case "bad_request":
    case "auth":
    case "model_not_found":
      return fail(claim, progress, error.kind, SENTENCES.refused);
  }
}

function logOf(claim: Claim, progress: Progress, outcome: string): string {
  return runLog({
    ...{ attempt: claim.attempt, waitedMs: claim.waitedMs, shownBefore: claim.chunks.length },
    ...{ end: progress.end, tokens: progress.tokens.length, outcome },
  });
}

/** Everything there is to store about a run, however it ended. */
function ending(claim: Claim, progress: Progress, outcome: string): Ending {
  const { constraint, end, text, tokens, startedAt, firstTokenAt } = progress;
  return {
    ...{ state: "failed", error: null, errorCode: null, violations: [] },
    ...whatTheEngineTold(end),
    log: logOf(claim, progress, outcome),
    tokensOut: end?.usage.completion ?? tokens.length,
    firstTokenMs: firstTokenAt === null ? null : claim.waitedMs + firstTokenAt - startedAt,
    predictMs: performance.now() - startedAt,
    outputSha: text === "" ? null : sha256(text),
    outputPreview: text === "" ? null : [...text].slice(0, PREVIEW_CHARACTERS).join(""),
    outputTokens: encodeTokens(tokens),
    constraintSha: constraint.kind === "grammar" ? sha256(constraint.text) : null,
  };
}

const NOTHING_TOLD = {
  ...{ finishReason: null, tokensIn: null, tokensCached: null, promptMs: null, decodeMs: null },
  ...{ environment: null, promptTokens: null, dropped: [] },
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
    promptTokens: encodeTokens(end.promptTokens),
    dropped: end.dropped,
  };
}
