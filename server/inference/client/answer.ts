import type { Chunk } from "../dialects/dialect.ts";
import { type EngineEnvironment, EngineError, type EngineEvent } from "../engine.ts";

type Delta = Extract<EngineEvent, { type: "delta" }>;
type End = Extract<EngineEvent, { type: "end" }>;

/** What a streamed answer has told so far. */
export type RunningAnswer = {
  /** What a chunk adds, or null where it adds nothing. Throws EngineError when the engine gave up. */
  add(chunk: Chunk): Delta | null;
  /** Whether nothing more is to be expected. */
  isComplete(): boolean;
  /** Throws EngineError when the answer broke off before its end. */
  end(described: EngineEnvironment | null): Omit<End, "dropped">;
};

/** Begins an answer; `promptTokens` are the ids that were sent, for engines that do not tell what they read. */
export function runningAnswer(promptTokens: number[]): RunningAnswer {
  const started = performance.now();
  const told: Told = { count: 0 };
  return {
    add(chunk) {
      const { text, tokens, finish } = chunk;
      if (finish === "abort")
        throw new EngineError("engine", "The engine gave up in the middle of its answer.");
      keep(told, chunk);
      if (text === "" && tokens.length === 0) return null;
      told.firstAt ??= performance.now();
      told.count += Math.max(1, tokens.length);
      return { type: "delta", text, tokens };
    },
    isComplete: () => Boolean(told.finish && told.usage),
    end(described) {
      const { finish } = told;
      if (finish !== "stop" && finish !== "length")
        throw new EngineError("network", "The engine broke off in the middle of its answer.");
      const read = told.promptTokens ?? promptTokens;
      return {
        ...{ type: "end", finish, promptTokens: read },
        usage: usageOf(told, read.length),
        timings: timingsOf(told, started),
        environment: told.environment ?? described,
        conditions: told.conditions ?? null,
      };
    },
  };
}

type Told = Partial<Chunk> & { firstAt?: number; count: number };

const usageOf = ({ usage, count }: Told, read: number): End["usage"] => ({
  prompt: usage?.prompt ?? read,
  completion: usage?.completion ?? count,
  cached: usage?.cached ?? null,
});

/** What the engine measured, or else when its answer arrived here. */
function timingsOf({ timings, firstAt }: Told, started: number): End["timings"] {
  const now = performance.now();
  const first = firstAt ?? now;
  return {
    queueMs: timings?.queueMs ?? null,
    promptMs: timings?.promptMs ?? first - started,
    decodeMs: timings?.decodeMs ?? now - first,
    source: timings ? "engine" : "client",
  };
}

/** Engines tell each of these once, some in the first chunk, most in the last. */
function keep(told: Told, chunk: Chunk) {
  told.finish = chunk.finish ?? told.finish ?? null;
  told.usage = chunk.usage ?? told.usage ?? null;
  told.timings = chunk.timings ?? told.timings ?? null;
  told.promptTokens = chunk.promptTokens ?? told.promptTokens ?? null;
  told.environment = chunk.environment ?? told.environment ?? null;
  told.conditions = chunk.conditions ?? told.conditions ?? null;
}
