import type { ModelDefinition } from "#contract/definition.ts";
import { violationsOf } from "#contract/outputs/check-output.ts";
import { wholePrompt } from "#server/files/whole-prompt.ts";
import { log } from "#server/log.ts";
import { constraintsFor } from "#server/outputs.ts";
import { getVersion } from "#server/versions.ts";
import { type Constraint, EngineError, type GenerateRequest } from "./engine.ts";
import { chooseConstraint } from "./engines.ts";
import { type Claim, finishPrediction, releasePrediction } from "./lease.ts";
import { appendOutput, closeOutput, flushOutput, openOutput } from "./live-output.ts";
import { type RegisteredEngine, targetOf, targetOn } from "./registry.ts";
import { ending, logOf, type Progress } from "./run-ending.ts";

/** Why a run was aborted: the visitor's wish, its deadline, a lease that another process has now, or the end of this process. */
export type AbortReason = "canceled" | "deadline" | "lost" | "shutdown";

/** `pauseMs`: how long the engine wants to be left alone; null where it said nothing of the kind. */
export type Outcome = { kind: "ended" } | { kind: "handed back"; pauseMs: number | null };

const ENDED: Outcome = { kind: "ended" };
/** An engine that says to come back tomorrow is asked sooner. */
const PAUSE_MAX_MS = 30_000;

/** Runs a claimed prediction to its end, or hands it back. Never throws: what goes wrong is stored with the prediction. */
export async function runPrediction(
  claim: Claim,
  entry: RegisteredEngine,
  signal: AbortSignal,
): Promise<Outcome> {
  openOutput(claim);
  const progress: Progress = {
    ...{ constraint: { kind: "none" }, startedAt: performance.now(), firstTokenAt: null },
    ...{ unheld: [], text: "", tokens: [], end: null },
  };
  try {
    if (claim.cancelRequested) return await cancel(claim, progress, "canceled");
    await generate(claim, entry, signal, progress);
    await succeed(claim, progress);
    return ENDED;
  } catch (error) {
    return await settle(claim, progress, signal, error);
  } finally {
    closeOutput(claim.id);
  }
}

async function generate(
  claim: Claim,
  entry: RegisteredEngine,
  signal: AbortSignal,
  progress: Progress,
): Promise<void> {
  const { definition } = await getVersion(claim.versionId);
  const wanted = constraintsOf(claim, definition);
  progress.constraint = chooseConstraint(entry, wanted);
  if (wanted.length > 0 && progress.constraint.kind === "none") progress.unheld = ["constraint"];
  const shown = claim.chunks.join("");
  const request: GenerateRequest = {
    ...{
      id: claim.id,
      segments: await wholePrompt(claim.id, claim.prompt),
      sampling: claim.sampling,
    },
    target: targetOn(entry, definition) ?? targetOf(definition),
    ...{ constraint: progress.constraint, lane: "shared", cacheSalt: claim.visitor },
  };
  for await (const event of entry.engine.generate(request, signal)) {
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

function constraintsOf({ raw, input }: Claim, definition: ModelDefinition): Constraint[] {
  if (!raw) return constraintsFor(definition, input);
  return raw.constraint.kind === "none" ? [] : [raw.constraint];
}

/** A later attempt said something else than what readers had already been shown. */
class ContradictionError extends Error {}

function requireAgreement(text: string, shown: string) {
  const common = Math.min(text.length, shown.length);
  if (text.slice(0, common) !== shown.slice(0, common)) throw new ContradictionError();
}

async function succeed(claim: Claim, progress: Progress) {
  const { definition } = await getVersion(claim.versionId);
  const violations = claim.raw
    ? [] // the form's rules are not its own
    : violationsOf(definition.output, claim.input, progress.text);
  const kept = violations.length === 0 ? "the output keeps the rules" : "the output breaks rules";
  await flushOutput();
  await finishPrediction(claim, {
    ...ending(claim, progress, kept),
    ...{ state: "succeeded", violations },
  });
}

async function cancel(claim: Claim, progress: Progress, outcome: string): Promise<Outcome> {
  await flushOutput();
  await finishPrediction(claim, { ...ending(claim, progress, outcome), state: "canceled" });
  return ENDED;
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
  return ENDED;
}

async function handBack(
  claim: Claim,
  progress: Progress,
  reason: { counted: boolean; why: string; pauseMs?: number },
): Promise<Outcome> {
  await flushOutput();
  const log = logOf(claim, progress, `handed back to the queue: ${reason.why}`);
  await releasePrediction(claim, reason.counted, log);
  return { kind: "handed back", pauseMs: reason.pauseMs ?? null };
}

async function settle(
  claim: Claim,
  progress: Progress,
  signal: AbortSignal,
  error: unknown,
): Promise<Outcome> {
  const reason: AbortReason | null = signal.aborted ? signal.reason : null;
  if (reason === "lost") return { kind: "handed back", pauseMs: null };
  if (reason === "canceled") return cancel(claim, progress, "canceled");
  if (reason === "deadline") return cancel(claim, progress, "canceled at its deadline");
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
      return handBack(claim, progress, {
        counted: false,
        why: `the engine is ${error.kind}`,
        pauseMs: Math.min(error.retryAfterMs ?? 0, PAUSE_MAX_MS),
      });
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
