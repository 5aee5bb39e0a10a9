import { parseArgs } from "node:util";
import { weightsId } from "#contract/weights.ts";
import { amendEnv } from "#server/env.ts";
import type { GenerateRequest, Target } from "#server/inference/engine.ts";
import { type RegisteredEngine, registeredEngines } from "#server/inference/registry.ts";
import { turn } from "../support/bundled-engine.ts";
import { shippedDefinition } from "../support/shipped.ts";
import { device } from "./cpu.ts";
import { type Report, rounded } from "./report.ts";
import { startStoreEngine } from "./store-engine.ts";

const NEW_TOKENS_MAX = 200;

/** Coding, literature and mathematics, of about 15, 12, 10, 35, 11, 26, 12, 23 and 60 tokens; the first warms up. */
const PROMPTS = [
  "Write a function in Go that turns a list of words into title case.",
  "How do threads differ from processes when they share memory?",
  "Explain what a database index costs on writes.",
  "Here is a Rust program that reads a file of temperatures, one on each line. Change it so that it skips lines that are no numbers and prints the median instead of the mean.",
  "What is the moral of the fable of the fox?",
  "Tell a short story about a lighthouse keeper who finds a letter in a bottle every first day of the month.",
  "Who wrote the first detective novel, and about what?",
  "A train leaves at noon at 80 km an hour and another an hour later at 100. When do they meet?",
  "A shop sells pens at two for three coins and pencils at five for four coins. Ada buys some of each, twenty things altogether, and pays twenty-three coins in all. How many pens and how many pencils does she take home, and which purchase of twenty things would have been the cheapest one?",
];

type Answer = { seconds: number; firstTokenSeconds: number; tokens: number };

/**
 * The "GPU-poor" protocol for every configured engine: one request to warm up, then eight different ones, one after
 * another, 200 new tokens at most, timed by the client around the whole call. Only new tokens count. Both means of
 * tokens per second are given: mean tokens by mean time, and the mean of each request's own.
 */
export async function run(args: string[]): Promise<Report> {
  const { values } = parseArgs({ args, strict: false, options: { engine: { type: "string" } } });
  const { weights } = await shippedDefinition();
  const wanted = (name: string) => values.engine === undefined || values.engine === name;
  const bundled = wanted("bundled") ? await startStoreEngine() : null;
  try {
    if (bundled) amendEnv({ VITRINE_ENGINE_URL: bundled.url, VITRINE_ENGINE_TOKEN: bundled.token });
    const engines = registeredEngines().filter(({ name }) => wanted(name));
    if (engines.length === 0) throw new Error(`No engine is called ${String(values.engine)}.`);
    const rows: Report["rows"] = [];
    for (const entry of engines) rows.push(await measure(entry, weightsId(weights)));
    return { name: "gpu-poor", device: device(), rows };
  } finally {
    await bundled?.stop();
  }
}

async function measure(entry: RegisteredEngine, shipped: string): Promise<Report["rows"][number]> {
  const base = entry.settings?.models[0]?.weights ?? shipped;
  const answers: Answer[] = [];
  for (const prompt of PROMPTS) answers.push(await ask(entry, { base, adapter: null }, prompt));
  const [, ...measured] = answers;
  const mean = (of: (answer: Answer) => number) =>
    measured.reduce((sum, answer) => sum + of(answer), 0) / measured.length;
  const seconds = mean((answer) => answer.seconds);
  const tokens = mean((answer) => answer.tokens);
  return {
    engine: entry.name,
    dialect: entry.dialect,
    weights: base.slice(0, 12),
    requests: measured.length,
    mean_tokens: rounded(tokens),
    mean_seconds: rounded(seconds, 3),
    mean_first_token_seconds: rounded(
      mean(({ firstTokenSeconds }) => firstTokenSeconds),
      3,
    ),
    tokens_per_second: rounded(tokens / seconds),
    mean_of_rates: rounded(mean((answer) => answer.tokens / answer.seconds)),
  };
}

async function ask({ engine }: RegisteredEngine, target: Target, prompt: string): Promise<Answer> {
  const request: GenerateRequest = {
    id: "bench",
    target,
    segments: turn(prompt),
    sampling: {
      ...{ maxTokens: NEW_TOKENS_MAX, temperature: 0, topP: 1, topK: 0, minP: 0 },
      ...{ repetitionPenalty: 1, seed: 1, stop: [] },
    },
    constraint: { kind: "none" },
    lane: "shared",
    cacheSalt: null,
  };
  const startedAt = performance.now();
  let firstTokenAt = Number.NaN;
  let tokens = 0;
  for await (const event of engine.generate(request, new AbortController().signal)) {
    if (event.type === "delta" && Number.isNaN(firstTokenAt)) firstTokenAt = performance.now();
    if (event.type === "end") tokens = event.usage.completion;
  }
  return {
    seconds: (performance.now() - startedAt) / 1_000,
    firstTokenSeconds: (firstTokenAt - startedAt) / 1_000,
    tokens,
  };
}
