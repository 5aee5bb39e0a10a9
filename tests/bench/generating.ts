import { randomNumbers } from "../support/random.ts";

/** A generation to time: token ids in, so many tokens out whatever the model says, greedily. */
export type Generation = { prompt: number[]; tokens: number; adapter: number | null };
/** When each piece came, in milliseconds of `performance.now()`; `tokens` is how many the server counted. */
export type Timed = { startedAt: number; pieces: number[]; endedAt: number; tokens: number };
/** A server under measure. */
export type Side = {
  name: string;
  pid: number;
  /** `onPiece` is called as each piece comes. */
  generate(generation: Generation, onPiece?: () => void): Promise<Timed>;
  stop(): Promise<void>;
};

/** Ids that every vocabulary of a language model has, and no special token among them. */
const ID_LEAST = 300;
const ID_END = 2_000;

/** Random token ids, others for every seed, so that nothing can be reused from an earlier prompt. */
export function randomPrompt(seed: number, length: number): number[] {
  const random = randomNumbers(seed);
  return Array.from({ length }, () => ID_LEAST + Math.floor(random() * (ID_END - ID_LEAST)));
}

/** Posts a request for a stream and notes when its pieces come. Throws if the server refuses, or falls short of `wanted`. */
export async function timeStream(request: {
  url: string;
  headers: Record<string, string>;
  body: object;
  wanted: number;
  /** The number of tokens made, in the event that tells it. */
  tokensOf: (event: Record<string, unknown>) => number | null;
  onPiece: (() => void) | undefined;
}): Promise<Timed> {
  const { url, headers, wanted } = request;
  const startedAt = performance.now();
  const send = () =>
    fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(request.body),
    });
  // A connection kept from the last round may be closed by the server just as it is used again.
  const response = await send().catch(send);
  if (!response.ok || !response.body) throw new Error(`${url} answered ${await response.text()}`);
  const pieces: number[] = [];
  let tokens: number | null = null;
  for await (const event of eventsOf(response.body)) {
    tokens = request.tokensOf(event) ?? tokens;
    if (tokens !== null) continue;
    pieces.push(performance.now());
    request.onPiece?.();
  }
  if (tokens !== wanted) throw new Error(`${url} made ${tokens} tokens instead of ${wanted}.`);
  return { startedAt, pieces, endedAt: performance.now(), tokens };
}

async function* eventsOf(body: ReadableStream<Uint8Array>) {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const bytes of body) {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines)
      if (line.startsWith("data: {")) yield JSON.parse(line.slice(6)) as Record<string, unknown>;
  }
}

export const firstTokenMs = ({ startedAt, pieces }: Timed): number =>
  (pieces[0] ?? Number.NaN) - startedAt;

/** Milliseconds between one piece and the next. */
export const gapsMs = ({ pieces }: Timed): number[] =>
  pieces.slice(1).map((at, index) => at - (pieces[index] ?? at));
