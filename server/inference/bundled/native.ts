import type { Llama, LlamaContext, LlamaModel } from "node-llama-cpp";

/** Internal objects of node-llama-cpp (pinned); their sources ship in its llama/addon folder. */
type NativeSampler = { applyConfig(config: NativeSampling): void; dispose(): void };
export type NativeGrammar = { isTextCompatible(text: string): boolean };
/** Opaque: where in a grammar one output stands. */
type NativeGrammarState = { readonly grammarState: never };

export type NativeSampling = {
  temperature: number;
  topK: number;
  topP: number;
  minP: number;
  seed: number;
  repeatPenalty?: number;
  repeatPenaltyMaxTokens?: number;
  repeatPenaltyTokens?: Uint32Array;
  grammarEvaluationState?: NativeGrammarState;
};

/** An adapter in memory; opaque. */
export type NativeLora = { readonly dispose: () => Promise<void> };

export type NativeContext = {
  initBatch(tokens: number): void;
  addToBatch(slot: number, position: number, tokens: Uint32Array, logits: Uint32Array): Uint32Array;
  decodeBatch(): Promise<void>;
  /** Resolves to -1 when no token is possible. */
  sampleToken(logit: number, sampler: NativeSampler): Promise<number>;
  /** With what the sampler left to choose from: token, probability, …; and how likely the chosen one was. */
  sampleToken(
    logit: number,
    sampler: NativeSampler,
    probabilities: boolean,
    confidence?: boolean,
  ): Promise<[number, number[]?, number?]>;
  /** False if the memory of this kind of model cannot be cut there. */
  removeTokenCellsFromSequence(slot: number, from: number, to: number): boolean;
  disposeSequence(slot: number): void;
  saveSequenceStateToFile(file: string, slot: number, tokens: Uint32Array): Promise<number>;
  loadSequenceStateFromFile(file: string, slot: number, tokensMax: number): Promise<Uint32Array>;
  /** Takes effect with the next batch. */
  setLoras(loras: NativeLora[], scales: number[]): void;
  /** Bytes beside the weights. */
  getMemoryBreakdown(): { cpuRam: number; gpuVram: number };
};

export type NativeModel = {
  tokenize(text: string, specialTokens: boolean): Uint32Array;
  detokenize(tokens: Uint32Array, specialTokens: boolean): string;
  isEogToken(token: number): boolean;
  shouldPrependBosToken(): boolean;
  tokenBos(): number;
  loadLora(lora: NativeLora): Promise<void>;
};

type Bindings = {
  AddonModelLora: { new (model: NativeModel, path: string): NativeLora };
  AddonSampler: { new (model: NativeModel): NativeSampler };
  AddonGrammar: {
    new (text: string, options: { addonExports: unknown; rootRuleName: string }): NativeGrammar;
  };
  AddonGrammarEvaluationState: {
    new (model: NativeModel, grammar: NativeGrammar): NativeGrammarState;
  };
};

export type Native = { bindings: Bindings; model: NativeModel; context: NativeContext };

const needed = {
  context: [
    ...["initBatch", "addToBatch", "decodeBatch", "sampleToken"],
    ...["removeTokenCellsFromSequence", "disposeSequence", "setLoras", "getMemoryBreakdown"],
    ...["saveSequenceStateToFile", "loadSequenceStateFromFile"],
  ],
  model: ["tokenize", "detokenize", "isEogToken", "shouldPrependBosToken", "tokenBos", "loadLora"],
  bindings: ["AddonSampler", "AddonModelLora", "AddonGrammar", "AddonGrammarEvaluationState"],
  sampler: ["applyConfig", "dispose"],
};

/** The native objects behind the library's; throws when an upgrade took away one of the calls we rest on. */
export function nativeObjects(llama: Llama, model: LlamaModel, context: LlamaContext): Native {
  const bindings = inner(llama, "_bindings", needed.bindings);
  inner(inner(bindings, "AddonSampler", ["prototype"]), "prototype", needed.sampler);
  // The one cast to internal types: guarded by the checks around it and by the package's exact pin.
  return {
    bindings,
    model: inner(model, "_model", needed.model),
    context: inner(context, "_ctx", needed.context),
  } as unknown as Native;
}

function inner(owner: object, property: string, names: string[]): object {
  const value: unknown = Reflect.get(owner, property);
  const isObject = (typeof value === "object" && value !== null) || typeof value === "function";
  const missing = isObject ? names.filter((name) => !(name in value)) : [property];
  if (!isObject || missing.length > 0) {
    throw new Error(
      `This build of node-llama-cpp lacks ${missing.join(", ")}; use the pinned one.`,
    );
  }
  return value;
}
