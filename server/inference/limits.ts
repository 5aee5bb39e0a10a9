import type { ModelDefinition } from "#contract/definition.ts";
import { adjustableSettings } from "#contract/inputs/check-settings.ts";
import { constraintKindsFor } from "#server/outputs.ts";
import type { ConstraintKind } from "./dialects/dialect.ts";
import type { Sampling } from "./engine.ts";
import { modelsSoon, stateAmong } from "./engine-status.ts";
import { enginesFor, type RegisteredEngine } from "./registry.ts";

const NAMES: Record<keyof Sampling, string> = {
  maxTokens: "the most tokens",
  temperature: "temperature",
  topP: "top_p",
  topK: "top_k",
  minP: "min_p",
  repetitionPenalty: "repetition penalty",
  seed: "seed",
  stop: "stop texts",
};

/** Sentences on what the engine that would run a model now cannot do for it; empty when it can do all that the model asks for. */
export async function limitsOf(definition: ModelDefinition): Promise<string[]> {
  const entry = await servingEngine(definition);
  if (!entry) return [];
  return [
    ...constraintLimits(entry, constraintKindsFor(definition)),
    ...(entry.engine.specialTokensMayCount ? ["Typed special tokens may count here."] : []),
    ...samplingLimits(entry, definition),
    ...adapterLimits(entry, definition),
  ];
}

/** The first that has the model ready, else the first that serves it. */
async function servingEngine(definition: ModelDefinition): Promise<RegisteredEngine | undefined> {
  const candidates = enginesFor(definition);
  for (const entry of candidates) {
    const found = stateAmong(await modelsSoon(entry), entry, definition);
    if (found?.state.kind === "ready") return entry;
  }
  return candidates[0];
}

function constraintLimits(entry: RegisteredEngine, wanted: ConstraintKind[]): string[] {
  const [strongest] = wanted;
  const kept = wanted.find((kind) => keepsTo(entry, kind));
  if (!strongest || kept === strongest) return [];
  const cannot = `This engine cannot hold outputs to ${THINGS[strongest]}`;
  return [
    kept
      ? `${cannot}; it holds them to ${THINGS[kept]}, and the other rules are checked afterwards.`
      : `${cannot}; outputs are checked afterwards.`,
  ];
}

const THINGS: Record<ConstraintKind, string> = {
  grammar: "a grammar",
  json: "a JSON schema",
  regex: "a pattern",
  choice: "a list of choices",
};

/** Whether an engine keeps to a kind of constraint, as far as it has been tried. */
export function keepsTo({ engine, capabilities }: RegisteredEngine, kind: ConstraintKind): boolean {
  if (!engine.constraints.includes(kind)) return false;
  return !capabilities || capabilities.constraints[kind] === "kept";
}

function samplingLimits(
  { engine }: RegisteredEngine,
  { sampling, inputs }: ModelDefinition,
): string[] {
  const adjustable = adjustableSettings(inputs);
  const unsaid = engine.unsaid.filter(
    (name) => adjustable.includes(name) || !isNeutral(name, sampling),
  );
  if (unsaid.length === 0) return [];
  const names = unsaid.map((name) => NAMES[name]).join(", ");
  return [`This engine has no setting for ${names}: what the model asks for there does not count.`];
}

/** A value that changes nothing is not missed. */
function isNeutral(name: keyof Sampling, sampling: ModelDefinition["sampling"]): boolean {
  const value = sampling[name];
  if (name === "topK" || name === "minP") return value === 0;
  if (name === "repetitionPenalty" || name === "topP") return value === 1;
  return Array.isArray(value) && value.length === 0;
}

function adapterLimits({ engine }: RegisteredEngine, { adapter }: ModelDefinition): string[] {
  if (!adapter || adapter.scale === 1 || engine.scalesAdapters) return [];
  return [
    `This engine runs adapters at full strength only and this model asks for ${adapter.scale}: it cannot run here.`,
  ];
}
