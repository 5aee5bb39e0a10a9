import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { writeLora } from "../support/lora-fixture.ts";
import { device } from "./cpu.ts";
import { measureInterference } from "./engine-interference.ts";
import { firstTokenMs, randomPrompt, type Side, type Timed } from "./generating.ts";
import { quantile, type Report, rounded } from "./report.ts";
import {
  findLlamaServer,
  type Load,
  startBundled,
  startLlamaServer,
  weightsFile,
  weightsFolder,
} from "./sides.ts";

const PROMPT_TOKENS = 64;
const NEW_TOKENS = 48;
const CONTEXT = 256;
const PARTS = ["throughput", "adapters", "interference"];

/** How one side did in a round. */
type Round = { tokensPerSecond: number; firstTokensMs: number[] };

/**
 * The bundled engine against llama-server on the same weights, threads and requests: total tokens per second and time to
 * first token with 1, 8 and 32 at once, with 2 and 4 adapters among 8 and 16 at once, and how much a long prompt holds up
 * those who are being answered. Rounds alternate between the two, so that both meet the same machine. Without a
 * llama-server on PATH or in LLAMA_SERVER, the bundled engine alone.
 */
export async function run(args: string[]): Promise<Report> {
  const { values } = parseArgs({
    args,
    allowPositionals: true,
    strict: false,
    options: { part: { type: "string" }, rounds: { type: "string" } },
  });
  const parts = PARTS.filter((part) => values.part === undefined || values.part === part);
  if (parts.length === 0) throw new Error(`--part is one of ${PARTS.join(", ")}.`);
  const rounds = Number(values.rounds ?? 5);
  const rows: Report["rows"] = [];
  if (parts.includes("throughput"))
    for (const concurrency of [1, 8, 32]) rows.push(await compare(concurrency, 0, rounds));
  if (parts.includes("adapters"))
    for (const adapters of [2, 4])
      for (const concurrency of [8, 16]) rows.push(await compare(concurrency, adapters, rounds));
  if (parts.includes("interference"))
    rows.push(
      ...(await withSides(0, { slots: 5, context: 2048 }, (sides) =>
        measureInterference(sides, rounds),
      )),
    );
  return { name: "engine", device: device(), rows };
}

async function compare(
  concurrency: number,
  adapters: number,
  rounds: number,
): Promise<Report["rows"][number]> {
  return withSides(adapters, { slots: concurrency, context: CONTEXT }, async (sides) => {
    const measured = new Map(sides.map((side) => [side.name, [] as Round[]]));
    for (const side of sides) await oneRound(side, { concurrency, adapters, round: -1 }); // warm-up
    for (let round = 0; round < rounds; round += 1)
      for (const side of round % 2 === 0 ? sides : sides.toReversed())
        measured.get(side.name)?.push(await oneRound(side, { concurrency, adapters, round }));
    return { concurrency, adapters, rounds, ...compared(measured) };
  });
}

function compared(measured: Map<string, Round[]>): Report["rows"][number] {
  const bundled = summary(measured.get("bundled") ?? []);
  const others = measured.get("llama-server");
  if (!others) return bundled;
  const server = summary(others);
  return {
    ...bundled,
    llama_server_tokens_per_second: server.tokens_per_second,
    llama_server_first_token_p50_ms: server.first_token_p50_ms,
    llama_server_first_token_p99_ms: server.first_token_p99_ms,
    ratio: rounded(bundled.tokens_per_second / server.tokens_per_second, 3),
    first_token_ratio: rounded(bundled.first_token_p50_ms / server.first_token_p50_ms, 3),
  };
}

/** Starts both servers over fresh adapters, and sees to it that they end. */
async function withSides<Result>(
  adapters: number,
  size: Pick<Load, "slots" | "context">,
  measure: (sides: Side[]) => Promise<Result>,
): Promise<Result> {
  const folder = weightsFolder();
  const sides: Side[] = [];
  try {
    const files = Array.from({ length: adapters }, (_, index) => {
      const file = path.join(folder, `adapter-${index}.gguf`);
      writeLora(file, { base: weightsFile, seed: index + 1 });
      return file;
    });
    sides.push(await startBundled({ folder, adapters: files, ...size }));
    const program = findLlamaServer();
    if (program) sides.push(await startLlamaServer(program, { folder, adapters: files, ...size }));
    return await measure(sides);
  } finally {
    await Promise.all(sides.map((side) => side.stop()));
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

async function oneRound(
  side: Side,
  { concurrency, adapters, round }: { concurrency: number; adapters: number; round: number },
): Promise<Round> {
  const requests = Array.from({ length: concurrency }, (_, index) => ({
    prompt: randomPrompt(1_000 * (round + 1) + index, PROMPT_TOKENS),
    tokens: NEW_TOKENS,
    adapter: adapters === 0 ? null : index % adapters,
  }));
  const all: Timed[] = await Promise.all(requests.map((request) => side.generate(request)));
  const started = Math.min(...all.map(({ startedAt }) => startedAt));
  const ended = Math.max(...all.map(({ endedAt }) => endedAt));
  return {
    tokensPerSecond: (concurrency * NEW_TOKENS * 1_000) / (ended - started),
    firstTokensMs: all.map(firstTokenMs),
  };
}

function summary(rounds: Round[]) {
  const firstTokens = rounds.flatMap(({ firstTokensMs }) => firstTokensMs);
  return {
    tokens_per_second: rounded(
      quantile(
        rounds.map(({ tokensPerSecond }) => tokensPerSecond),
        0.5,
      ),
    ),
    first_token_p50_ms: rounded(quantile(firstTokens, 0.5)),
    first_token_p99_ms: rounded(quantile(firstTokens, 0.99)),
  };
}
