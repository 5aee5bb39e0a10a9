import fs from "node:fs";
import type { ModelDefinition } from "#contract/definition.ts";
import { dialects } from "#server/inference/dialects.ts";
import type { Engine, GenerateRequest } from "#server/inference/engine.ts";
import { openAiEngine } from "#server/inference/openai.ts";
import { promptFor } from "#server/inference/prompt.ts";
import { targetOf } from "#server/inference/registry.ts";
import { constraintsFor } from "#server/outputs.ts";
import { create, events } from "../support/api.ts";
import { type Installation, startInstallation } from "../support/installation.ts";
import { descendants, roleOf } from "../support/processes.ts";
import { shippedDefinition } from "../support/shipped.ts";
import { cpuMs, device } from "./cpu.ts";
import { type Question, readQuestions } from "./questions-file.ts";
import { quantile, type Report, rounded } from "./report.ts";

/** How many visitors at once, and how many rounds of them: enough predictions each, and minutes in all. */
const LOADS = [
  { concurrency: 1, rounds: 8 },
  { concurrency: 8, rounds: 2 },
  { concurrency: 32, rounds: 1 },
];
/** As many as the engine has slots, each of which remembers one prompt. */
const DISTINCT_QUESTIONS = 8;

type Path = "bare engine" | "whole path";
/** Milliseconds to the first token of each prediction, and CPU of the server's processes beside the engine. */
type Sample = { firstTokenMs: number[]; serverCpuMs: number; engineCpuMs: number };

/**
 * Time to first token of the bare engine and of the whole product, storage included, with 1, 8 and 32 visitors who
 * ask at the same moment. Rounds alternate between the two, so that both meet the same machine; the questions are asked
 * before, so that both find their prompts read and what is left is what the path adds.
 */
export async function run(): Promise<Report> {
  const vitrine = await startInstallation();
  try {
    await vitrine.untilReady();
    const definition = await shippedDefinition();
    const ask: Record<Path, (question: Question) => Promise<number>> = {
      "bare engine": askEngine(engineOf(vitrine), definition),
      "whole path": (question) => askVitrine(vitrine.url, question),
    };
    const rows: Report["rows"] = [];
    for (const load of LOADS) rows.push(...(await compare(vitrine, ask, load)));
    return { name: "first-token", device: device(), rows };
  } finally {
    await vitrine.stop();
  }
}

const paths: Path[] = ["bare engine", "whole path"];

async function compare(
  vitrine: Installation,
  ask: Record<Path, (question: Question) => Promise<number>>,
  { concurrency, rounds }: { concurrency: number; rounds: number },
): Promise<Report["rows"]> {
  const samples: Record<Path, Sample[]> = { "bare engine": [], "whole path": [] };
  const questions = readQuestions().slice(0, Math.min(concurrency, DISTINCT_QUESTIONS));
  for (const path of paths) await Promise.all(questions.map(ask[path]));
  for (let round = 0; round < rounds; round += 1)
    for (const path of round % 2 === 0 ? paths : paths.toReversed()) {
      const asked = Array.from(
        { length: concurrency },
        (_, index) => questions[index % questions.length] as Question,
      );
      samples[path].push(await measure(vitrine, () => Promise.all(asked.map(ask[path]))));
    }
  const bare = summary(samples["bare engine"]);
  const whole = summary(samples["whole path"]);
  return [
    { concurrency, path: "bare engine", ...bare },
    {
      ...{ concurrency, path: "whole path", ...whole },
      added_ms: rounded(whole.first_token_p50_ms - bare.first_token_p50_ms),
      ratio: rounded(whole.first_token_p50_ms / bare.first_token_p50_ms, 3),
    },
  ];
}

function summary(samples: Sample[]) {
  const all = samples.flatMap(({ firstTokenMs }) => firstTokenMs);
  const cpu = (of: (sample: Sample) => number) =>
    rounded(samples.reduce((sum, sample) => sum + of(sample), 0) / all.length);
  return {
    first_token_p50_ms: rounded(quantile(all, 0.5)),
    first_token_p99_ms: rounded(quantile(all, 0.99)),
    server_cpu_ms: cpu(({ serverCpuMs }) => serverCpuMs),
    engine_cpu_ms: cpu(({ engineCpuMs }) => engineCpuMs),
  };
}

async function measure(vitrine: Installation, ask: () => Promise<number[]>): Promise<Sample> {
  const pids = descendants(vitrine.launcher.pid ?? 0);
  const engine = pids.filter((pid) => roleOf(pid) === "engine");
  const server = pids.filter((pid) => !engine.includes(pid));
  const before = { server: cpuMs(server), engine: cpuMs(engine) };
  const firstTokenMs = await ask();
  return {
    firstTokenMs,
    serverCpuMs: cpuMs(server) - before.server,
    engineCpuMs: cpuMs(engine) - before.engine,
  };
}

/** The installation's own engine, by the address and token that its launcher gave it. */
function engineOf(vitrine: Installation): Engine {
  const environment = fs.readFileSync(`/proc/${vitrine.pid("engine")}/environ`, "utf8").split("\0");
  const settingOf = (name: string) =>
    environment.find((entry) => entry.startsWith(`${name}=`))?.slice(name.length + 1) ?? "";
  const url = `http://127.0.0.1:${settingOf("VITRINE_ENGINE_PORT")}`;
  return openAiEngine(dialects.bundled, { url, token: settingOf("VITRINE_ENGINE_TOKEN") });
}

const askEngine = (engine: Engine, definition: ModelDefinition) => async (question: Question) => {
  const request: GenerateRequest = {
    id: "bench",
    target: targetOf(definition),
    segments: promptFor(definition, question),
    sampling: { ...definition.sampling, seed: definition.sampling.seed ?? 1 },
    constraint: constraintsFor(definition, question)[0] ?? { kind: "none" },
    ...{ lane: "shared", cacheSalt: null },
  };
  const started = performance.now();
  let firstTokenMs: number | null = null;
  for await (const event of engine.generate(request, new AbortController().signal))
    if (event.type === "delta") firstTokenMs ??= performance.now() - started;
  return firstTokenMs ?? Number.NaN;
};

async function askVitrine(url: string, question: Question): Promise<number> {
  const started = performance.now();
  let firstTokenMs: number | null = null;
  const { id } = await create(url, question);
  for await (const { event } of events(url, id))
    if (event === "output") firstTokenMs ??= performance.now() - started;
  return firstTokenMs ?? Number.NaN;
}
