import type { AskedWith } from "#contract/weights.ts";
import { runningAnswer } from "./client/answer.ts";
import { chooseModel } from "./client/choice.ts";
import { isErrorChunk, readEngineError } from "./client/errors.ts";
import { streamMessages } from "./client/event-stream.ts";
import { describeRemote, namesOf, versionTeller } from "./client/facts.ts";
import { type Connection, send } from "./client/http.ts";
import { loadTarget, unloadTarget } from "./client/loading.ts";
import { type EngineLoad, readLoad } from "./client/metrics.ts";
import { type PromptTokens, promptTokens } from "./client/prompt-tokens.ts";
import { wireRequest } from "./client/request.ts";
import { findModels, stateOfFailure } from "./client/states.ts";
import type { Chunk, ConstraintKind, Dialect, WirePrompt } from "./dialects/dialect.ts";
import {
  type Engine,
  EngineError,
  type EngineEvent,
  type EngineModel,
  type GenerateRequest,
  type ModelState,
  type Sampling,
  type Target,
} from "./engine.ts";

/** An engine reached over HTTP, with what only some of them can. */
export type RemoteEngine = Engine & {
  /** The kinds of constraint that it has words for; whether it keeps them has to be tried. */
  constraints: ConstraintKind[];
  /** Sampler values that it has no words for. */
  unsaid: (keyof Sampling)[];
  /** Whether it runs adapters at other strengths than 1. */
  scalesAdapters: boolean;
  /** Whether a model that is asleep wakes with the next request; else it has to be asked to. */
  wakesByRequest: boolean;
  /** The forms in which it can be asked. */
  takes: AskedWith[];
  /** What a visitor types may become special tokens there. */
  specialTokensMayCount: boolean;
  /** Sends prompts as text from now on: its tokenizer has been found not to be there. */
  withoutTokenizer(): void;
  /** Unloads an adapter, where the engine does so by request. Throws EngineError. */
  release(target: Target): Promise<void>;
  /** How busy it is, where it tells. Throws EngineError. */
  load(): Promise<EngineLoad>;
};

/** The one client of engines that stream completions over HTTP; what differs between them is in the dialect. */
export function openAiEngine(dialect: Dialect, connection: Connection): RemoteEngine {
  const tokens = promptTokens(dialect, connection);
  const version = versionTeller(connection, connection.models ? dialect.paths.version : null);
  let wasUp = false;
  return {
    constraints: (Object.keys(dialect.constraint) as ConstraintKind[]).filter(
      (kind) => dialect.constraint[kind] !== null,
    ),
    unsaid: (Object.keys(dialect.sampling) as (keyof Sampling)[]).filter(
      (name) => dialect.sampling[name] === null,
    ),
    scalesAdapters: dialect.scalesAdapters,
    wakesByRequest: dialect.paths.asleep === null,
    takes: dialect.chat ? ["prompt", "messages"] : ["prompt"],
    get specialTokensMayCount() {
      return tokens.hasGivenUp();
    },
    withoutTokenizer: tokens.giveUp,
    generate: (request, signal) =>
      generate({ dialect, connection, tokens, version }, request, signal),
    async models() {
      const found = await findModels(dialect, connection).catch((error: unknown) =>
        stateOfFailure(dialect, error, wasUp),
      );
      wasUp ||= Array.isArray(found);
      return ourModels(connection, found);
    },
    ensure: (target, contextLength) => loadTarget(dialect, connection, target, contextLength),
    release: (target) => unloadTarget(dialect, connection, target),
    tokenize: async (target, segments) =>
      tokens.ids(chooseModel(dialect, connection, target).base, segments),
    load: () => readLoad(dialect, connection),
  };
}

/** The engine's models under our digests: those that the settings name, or for the bundled engine all. */
function ourModels(
  { models }: Connection,
  found: Awaited<ReturnType<typeof findModels>> | ModelState,
): EngineModel[] {
  if (!models)
    return Array.isArray(found) ? found.map(({ name, ...rest }) => ({ base: name, ...rest })) : [];
  const unknown = { contextLength: null, slots: null, loadMs: null };
  return models.map(({ weights, base, contextLength }): EngineModel => {
    if (!Array.isArray(found)) return { ...unknown, base: weights, contextLength, state: found };
    const match = found.find(({ name }) => name === base || name === `${base}:latest`);
    if (!match) {
      const reason = `The engine has no model called ${base}: check the names in Vitrine's settings.`;
      return { ...unknown, base: weights, contextLength, state: { kind: "failed", reason } };
    }
    const { name: _, ...rest } = match;
    return { ...rest, base: weights, contextLength: contextLength ?? rest.contextLength };
  });
}

type Means = {
  dialect: Dialect;
  connection: Connection;
  tokens: PromptTokens;
  version: () => Promise<string | null>;
};

async function* generate(
  means: Means,
  request: GenerateRequest,
  signal: AbortSignal,
): AsyncIterable<EngineEvent> {
  const { dialect, connection, tokens } = means;
  const wire = await wireRequest(dialect, connection, tokens, request);
  const { path, body, prompt, dropped } = wire;
  signal.throwIfAborted();
  const response = await send(connection, { path, body }, signal);
  const answer = runningAnswer(tokenIds(prompt));
  for await (const chunk of chunks(dialect, response, signal)) {
    const delta = answer.add(chunk);
    if (delta) yield delta;
    if (answer.isComplete()) break;
  }
  yield { ...answer.end(await describe(means, request.target)), dropped };
}

const tokenIds = (prompt: WirePrompt): number[] =>
  typeof prompt === "string" ? [] : prompt.filter((part) => typeof part === "number");

/** The bundled engine describes itself. */
async function describe({ dialect, connection, version }: Means, target: Target) {
  if (!connection.models) return null;
  const names = namesOf(dialect, connection, target);
  return describeRemote(dialect.name, names, target, await version());
}

async function* chunks(
  dialect: Dialect,
  response: Response,
  signal: AbortSignal,
): AsyncIterable<Chunk> {
  for await (const { data } of streamMessages(response, dialect.framing, signal)) {
    if (data === "[DONE]") return;
    const chunk = readChunk(dialect, data);
    if (chunk) yield chunk;
  }
}

/** Null for an empty message. Throws the error that a chunk holds. */
function readChunk(dialect: Dialect, data: string): Chunk | null {
  if (data.trim() === "") return null;
  try {
    const json: unknown = JSON.parse(data);
    if (isErrorChunk(json)) throw readEngineError(200, data, null);
    return dialect.chunk(json);
  } catch (error) {
    if (error instanceof EngineError) throw error;
    throw new EngineError("engine", "The engine sent something that is not its protocol.");
  }
}
