import { type Generation, gapsMs, randomPrompt, type Side, type Timed } from "./generating.ts";
import { quantile, type Report, rounded } from "./report.ts";

const STREAMS = 4;
const STREAM_TOKENS = 300;
const SHORT_PROMPT = 64;
const LONG_PROMPT = 1_000;
/** The long prompt comes when every stream has got so many pieces. */
const QUIET_PIECES = 60;

type Gaps = { quiet: number[]; disturbed: number[]; longFirstToken: number[] };

/** Four streams are being answered when a prompt of 1,000 tokens comes: the time between tokens before it and while it is read. */
export async function measureInterference(sides: Side[], rounds: number): Promise<Report["rows"]> {
  const measured = sides.map((side) => {
    const gaps: Gaps = { quiet: [], disturbed: [], longFirstToken: [] };
    return { side, gaps };
  });
  for (let round = 0; round < rounds; round += 1)
    for (const { side, gaps } of round % 2 === 0 ? measured : measured.toReversed())
      await disturb(side, round, gaps);
  return compared(measured.map(({ side, gaps }) => rowOf(side.name, gaps)));
}

function compared(rows: ReturnType<typeof rowOf>[]): Report["rows"] {
  const [bundled, server] = rows;
  if (!bundled || !server) return rows;
  const ratio = bundled.long_prompt_gap_p99_ms / server.long_prompt_gap_p99_ms;
  return [{ ...bundled, ratio: rounded(ratio, 3) }, server];
}

async function disturb(side: Side, round: number, found: Gaps): Promise<void> {
  const prompt = (index: number, length: number) =>
    randomPrompt(50_000 + 100 * round + index, length);
  const started = Array.from({ length: STREAMS }, (_, index) => {
    const request = { prompt: prompt(index, SHORT_PROMPT), tokens: STREAM_TOKENS, adapter: null };
    return startStream(side, request);
  });
  await Promise.all(started.map(({ running }) => running));
  const request = { prompt: prompt(STREAMS, LONG_PROMPT), tokens: 1, adapter: null };
  const long = await side.generate(request);
  const streams = await Promise.all(started.map(({ finished }) => finished));
  found.longFirstToken.push(long.endedAt - long.startedAt);
  for (const stream of streams) {
    found.quiet.push(...gapsAcross(stream, stream.pieces[0] ?? 0, long.startedAt));
    found.disturbed.push(...gapsAcross(stream, long.startedAt, long.endedAt));
  }
}

/** `running` resolves once the stream has got going. */
function startStream(side: Side, request: Generation) {
  let pieces = 0;
  let isRunning = () => {};
  const running = new Promise<void>((resolve) => {
    isRunning = resolve;
  });
  const finished = side.generate(request, () => {
    pieces += 1;
    if (pieces === QUIET_PIECES) isRunning();
  });
  return { running, finished };
}

/** The gaps that lie in the time, wholly or in part. */
function gapsAcross(stream: Timed, from: number, to: number): number[] {
  return gapsMs(stream).filter((_, index) => {
    const [begin = 0, end = 0] = stream.pieces.slice(index, index + 2);
    return end > from && begin < to;
  });
}

function rowOf(side: string, { quiet, disturbed, longFirstToken }: Gaps) {
  return {
    ...{ side, concurrency: STREAMS, prompt_tokens: LONG_PROMPT },
    gap_p50_ms: rounded(quantile(quiet, 0.5)),
    gap_p99_ms: rounded(quantile(quiet, 0.99)),
    long_prompt_gap_p50_ms: rounded(quantile(disturbed, 0.5)),
    long_prompt_gap_p99_ms: rounded(quantile(disturbed, 0.99)),
    long_prompt_first_token_ms: rounded(quantile(longFirstToken, 0.5)),
  };
}
