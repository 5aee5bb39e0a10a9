import type { JsonSchema } from "#contract/json.ts";
import type { ChatMessage } from "../client/chat-messages.ts";
import type { EngineAdapter } from "../client/http.ts";
import type {
  EngineEnvironment,
  GenerateRequest,
  RunConditions,
  Sampling,
  Segment,
} from "../engine.ts";

export type Fields = Record<string, unknown>;

/** A value's name on the wire, how it is said where a name is not enough, or null: the engine has no such thing. */
type Wire<Value> = string | ((value: Value) => Fields) | null;

/** What an engine has loaded for a request: its own names, never ours. */
export type Choice = {
  base: string;
  adapter: { adapter: EngineAdapter; scale: number } | null;
  /** Every adapter of this base that Vitrine knows of. */
  others: EngineAdapter[];
};

/** A prompt in the one form that the dialect takes. */
export type WirePrompt = Segment[] | number[] | string;

/** All of a request but what is asked. */
export type BodyParts = {
  model: Fields;
  settings: Fields;
  constraint: Fields;
  /** Tokens that the model is to read at once, where Vitrine knows it. */
  contextLength: number | null;
};

/** One chunk of a streamed answer, whatever the engine calls its parts. */
export type Chunk = {
  text: string;
  tokens: number[];
  finish: "stop" | "length" | "abort" | null;
  usage: { prompt: number | null; completion: number | null; cached: number | null } | null;
  timings: { queueMs: number | null; promptMs: number | null; decodeMs: number | null } | null;
  promptTokens: number[] | null;
  environment: EngineEnvironment | null;
  conditions: RunConditions | null;
};

export type ConstraintKind = "json" | "regex" | "choice" | "grammar";

/** How one kind of engine wants things said. Data for the one client in `openai.ts`; never a class of its own. */
export type Dialect = {
  name: string;
  /** Null where an engine has no such route. */
  paths: {
    generate: string;
    models: string | null;
    health: string | null;
    tokenize: string | null;
    metrics: string | null;
    /** Tells `{is_sleeping}`. */
    asleep: string | null;
    version: string | null;
  };
  /** Its metrics are to be asked for each model. */
  metricsByModel: boolean;
  metricNames: { running?: string; waiting?: string; kvUsed?: string };
  sampling: { [Name in keyof Sampling]: Wire<Sampling[Name]> };
  /** The fields of each kind of constraint, or null where the engine has none that means the same. */
  constraint: {
    json: ((schema: JsonSchema) => Fields) | null;
    regex: ((pattern: string) => Fields) | null;
    choice: ((options: string[]) => Fields) | null;
    /** Of GBNF. */
    grammar: ((text: string) => Fields) | null;
  };
  /** The fields that say which weights. */
  model(choice: Choice): Fields;
  /** Whether a request can set an adapter's strength. */
  scalesAdapters: boolean;
  /** `tokens` are had from the engine's own tokenizer; in `text`, what a visitor typed may become special tokens. */
  prompt: "segments" | "tokens" | "text";
  tokenizer: Tokenizer | null;
  /** What else goes with a request: what is reused between prompts, and what the answer should tell. */
  extras(request: GenerateRequest): Fields;
  /** Puts the parts of a request into one body. */
  body(parts: BodyParts & { prompt: WirePrompt }): Fields;
  /** The same with messages, which the engine puts into turns itself; null where that is another protocol. */
  chat: { path: string; body(parts: BodyParts & { messages: ChatMessage[] }): Fields } | null;
  framing: "sse" | "lines";
  /** Reads one chunk. Throws when it is not one. */
  chunk(data: unknown): Chunk;
  /** Where a model's state is read: in its list of models, in its health, or in Ollama's list of what is loaded. */
  states: "list" | "health" | "loaded";
  /** The status 503 of its health means that it has died, not that it is starting. */
  failsWith503: boolean;
  loadModel: ((model: string, contextLength: number) => { path: string; body: Fields }) | null;
  loadAdapter: ((adapter: EngineAdapter) => { path: string; body: Fields }) | null;
  unloadAdapter: ((adapter: EngineAdapter) => { path: string; body: Fields }) | null;
};

export type Tokenizer = {
  /** `first`: this text begins the prompt, which the model may want to begin with a special token of its own. */
  body(model: string, segment: Segment, first: boolean): Fields;
  /** Whether what is typed can be had as ids that are never special; else markers have to be broken up first. */
  literal: boolean;
  /** It puts the model's opening special tokens before every text, asked for or not. */
  alwaysOpens: boolean;
};

/** The sampler values in the dialect's words, and the names of those that it has no word for. */
export function sayValues(
  dialect: Dialect,
  sampling: Sampling,
): { fields: Fields; dropped: (keyof Sampling)[] } {
  const fields: Fields = {};
  const dropped: (keyof Sampling)[] = [];
  for (const name of Object.keys(dialect.sampling) as (keyof Sampling)[]) {
    const wire = dialect.sampling[name] as Wire<unknown>;
    if (wire === null) dropped.push(name);
    else if (typeof wire === "string") fields[wire] = sampling[name];
    else Object.assign(fields, wire(sampling[name]));
  }
  return { fields, dropped };
}
