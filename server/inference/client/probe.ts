import { randomBytes } from "node:crypto";
import type { ConstraintKind } from "../dialects/dialect.ts";
import {
  type Constraint,
  type Engine,
  EngineError,
  type GenerateRequest,
  type Target,
} from "../engine.ts";
import type { RemoteEngine } from "../openai.ts";

/** What came of trying a constraint: `ignored` ran without a word, `refused` was an error. */
type Trial = "kept" | "ignored" | "refused";

/** What an engine can do, found out by trying. A kind that its dialect has no words for is not there. */
export type Capabilities = { at: Date; constraints: Partial<Record<ConstraintKind, Trial>> };

const TRIAL_TIMEOUT_MS = 60_000;

/**
 * Asks for a random word that no model could guess, once with each kind of constraint: engines that do not know a field
 * ignore it silently. Has prompts sent as text where there is no tokenizer to ask. Throws EngineError while the engine is
 * away or full.
 */
export async function probe(engine: RemoteEngine, target: Target): Promise<Capabilities> {
  if (!engine.specialTokensMayCount && !(await hasTokenizer(engine, target)))
    engine.withoutTokenizer();
  const constraints: Capabilities["constraints"] = {};
  for (const kind of engine.constraints)
    constraints[kind] = await tryConstraint(engine, target, kind);
  return { at: new Date(), constraints };
}

/** A gateway may not pass on the tokenizer's route. */
async function hasTokenizer(engine: Engine, target: Target): Promise<boolean> {
  try {
    await engine.tokenize(target, [{ kind: "template", text: "a" }]);
    return true;
  } catch (error) {
    if (isPassing(error) && !isMissing(error)) throw error;
    return false;
  }
}

const isMissing = (error: unknown): boolean =>
  error instanceof EngineError && error.kind === "model_not_found";

async function tryConstraint(engine: Engine, target: Target, kind: ConstraintKind): Promise<Trial> {
  const nonce = `v${randomBytes(6).toString("hex")}`;
  const request = trialRequest(target, nonceConstraint(kind, nonce), nonce);
  let text = "";
  try {
    for await (const event of engine.generate(request, AbortSignal.timeout(TRIAL_TIMEOUT_MS)))
      if (event.type === "delta") text += event.text;
  } catch (error) {
    if (isPassing(error)) throw error;
    return "refused";
  }
  return text.includes(nonce) ? "kept" : "ignored";
}

const isPassing = (error: unknown): boolean =>
  error instanceof EngineError &&
  ["starting", "overloaded", "network", "auth", "model_not_found"].includes(error.kind);

function nonceConstraint(kind: ConstraintKind, nonce: string): Constraint {
  switch (kind) {
    case "json":
      return {
        kind,
        schema: {
          type: "object",
          properties: { k: { const: nonce } },
          required: ["k"],
          additionalProperties: false,
        },
      };
    case "regex":
      return { kind, pattern: nonce };
    case "choice":
      return { kind, options: [nonce] };
    case "grammar":
      return { kind, syntax: "gbnf", text: `root ::= "${nonce}"` };
  }
}

/** Long enough for a JSON object with spaces in it, which some engines like. */
const TRIAL_TOKENS = 64;

const trialRequest = (target: Target, constraint: Constraint, id: string): GenerateRequest => ({
  id,
  target,
  segments: [{ kind: "template", text: "Say a word.\n" }],
  sampling: {
    ...{ maxTokens: TRIAL_TOKENS, temperature: 0, topP: 1, topK: 0, minP: 0 },
    ...{ repetitionPenalty: 1, seed: 1, stop: [] },
  },
  constraint,
  lane: "shared",
  cacheSalt: null,
});
