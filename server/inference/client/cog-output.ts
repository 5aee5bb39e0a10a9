import { z } from "zod";
import type { Chunk } from "../dialects/dialect.ts";
import { EngineError } from "../engine.ts";
import { streamMessages } from "./event-stream.ts";

const result = z.object({
  status: z.string(),
  output: z.unknown().optional(),
  error: z.string().nullish(),
  metrics: z.record(z.string(), z.unknown()).nullish(),
});

/** The end of a prediction as a container tells it. */
export type CogResult = z.infer<typeof result>;

/** Reads a prediction's end. Throws EngineError for what is none, and for one that failed. */
export function cogOutput(json: unknown): CogResult {
  const parsed = result.safeParse(json);
  if (!parsed.success)
    throw new EngineError("engine", "The container sent something that is not its protocol.");
  const { status, error } = parsed.data;
  if (status === "succeeded") return parsed.data;
  if (status === "canceled") throw new EngineError("engine", "The container canceled it.");
  throw new EngineError("engine", error || `The container says ${status}.`);
}

/** What a prediction's end adds: its whole text where nothing was streamed. `maxTokens` tells an end from a stop. */
export function resultChunk(ended: CogResult, maxTokens: number, withText: boolean): Chunk {
  const prompt = countIn(ended, "input_token_count");
  const completion = countIn(ended, "output_token_count");
  return {
    ...NOTHING,
    text: withText ? textOf(ended.output) : "",
    finish: completion !== null && completion >= maxTokens ? "length" : "stop",
    usage: { prompt, completion, cached: null },
  };
}

/** The chunks of a streamed prediction. Throws EngineError when it fails or breaks off. */
export async function* streamedChunks(
  response: Response,
  maxTokens: number,
  signal: AbortSignal,
): AsyncIterable<Chunk> {
  for await (const { event, data } of streamMessages(response, "sse", signal)) {
    if (event === "output") yield { ...NOTHING, text: textOf(readJson(data).chunk) };
    if (event === "completed") {
      yield resultChunk(cogOutput(readJson(data)), maxTokens, false);
      return;
    }
    if (event === "error")
      throw new EngineError("engine", "The container lost a part of its own output.");
  }
}

const NOTHING: Chunk = {
  ...{ text: "", tokens: [], finish: null, usage: null, timings: null },
  ...{ promptTokens: null, environment: null, conditions: null },
};

function textOf(output: unknown): string {
  if (output === null || output === undefined) return "";
  if (Array.isArray(output)) return output.map(textOf).join("");
  return typeof output === "string" ? output : JSON.stringify(output);
}

function countIn({ metrics }: CogResult, name: string): number | null {
  const value = metrics?.[name];
  return typeof value === "number" ? value : null;
}

function readJson(data: string): Record<string, unknown> {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(data));
  } catch {
    throw new EngineError("engine", "The container sent something that is not its protocol.");
  }
}
