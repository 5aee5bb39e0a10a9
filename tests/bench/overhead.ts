import type { Prediction } from "#contract/prediction.ts";
import { events, post } from "../support/api.ts";
import { descendants, roleOf } from "../support/processes.ts";
import { type Scripted, startScripted } from "../support/scripted-vitrine.ts";
import { startBareNext } from "./bare-next.ts";
import { cpuMs, device } from "./cpu.ts";
import { quantile, type Report, rounded } from "./report.ts";

const VISITORS = [1, 8, 32, 64];
/** Each side makes so many predictions at each number of visitors, and each visitor so many: all of them begin at once. */
const PREDICTIONS_LEAST = 48;
const EACH_LEAST = 8;
const TOKENS = 64;
/** The engine is as fast as a good GPU: 200 tokens a second, to each. */
const GAP_MS = 5;
const SLOTS = 64;

type Side = {
  name: string;
  /** Whose CPU counts; none for the engine itself. */
  pids: () => number[];
  /** Makes one prediction to its end; returns the milliseconds to its first token. */
  ask: () => Promise<number>;
};

/**
 * What storing, queueing and checking costs: the same tokens from the same engine, asked directly, through a Next.js route
 * that only passes them on, and through Vitrine with everything on. The engine is a fake that only streams, so that what is
 * left is the way; it shares a process with the visitors, which is the same for all sides.
 */
export async function run(): Promise<Report> {
  const scripted = await startScripted({ slots: SLOTS });
  scripted.engine.set({ pieces: Array.from({ length: TOKENS }, () => "word "), gapMs: GAP_MS });
  const next = await startBareNext(scripted.engine.url);
  try {
    const sides: Side[] = [
      {
        name: "bare engine",
        pids: () => [],
        ask: askBare(`${scripted.engine.url}/v1/completions`),
      },
      { name: "bare Next route", pids: () => withChildren(next.pid), ask: askBare(next.url) },
      vitrineSide(scripted),
    ];
    for (const side of sides) await measure(side, SLOTS); // compiled, connected, cached
    const rows: Report["rows"] = [];
    for (const visitors of VISITORS) rows.push(...(await compare(sides, visitors)));
    return { name: "overhead", device: device(), rows };
  } finally {
    await next.stop();
    await scripted.stop();
  }
}

const withChildren = (pid: number): number[] => [pid, ...descendants(pid)];

const vitrineSide = ({ vitrine }: Scripted): Side => ({
  name: "Vitrine",
  // Without the bundled engine, which has no part in this and takes stock of itself after the start.
  pids: () => withChildren(vitrine.launcher.pid ?? 0).filter((pid) => roleOf(pid) !== "engine"),
  ask: async () => {
    const started = performance.now();
    const answer = await post(`${vitrine.url}/v1/models/tests/says/predictions`, {
      input: { say: "it" },
    });
    if (answer.status !== 201) throw new Error(`${answer.status}: ${await answer.text()}`);
    const { id } = (await answer.json()) as Prediction;
    let first = Number.NaN;
    for await (const { event } of events(vitrine.url, id))
      if (event === "output" && Number.isNaN(first)) first = performance.now() - started;
    return first;
  },
});

const askBare = (url: string) => async (): Promise<number> => {
  const started = performance.now();
  const answer = await post(url, { model: "org/base", prompt: "it", stream: true });
  if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`);
  let first = Number.NaN;
  for await (const _ of answer.body ?? [])
    if (Number.isNaN(first)) first = performance.now() - started;
  return first;
};

async function compare(sides: Side[], concurrency: number): Promise<Report["rows"]> {
  const rows = [];
  for (const side of sides)
    rows.push({ concurrency, side: side.name, ...(await measure(side, concurrency)) });
  const [engine, bare, vitrine] = rows;
  if (!engine || !bare || !vitrine) return rows;
  return [
    engine,
    bare,
    {
      ...vitrine,
      added_p50_ms: rounded(vitrine.first_token_p50_ms - engine.first_token_p50_ms),
      added_p99_ms: rounded(vitrine.first_token_p99_ms - engine.first_token_p99_ms),
      // Of predictions a second, to the bare route's.
      ratio: rounded(vitrine.predictions_per_second / bare.predictions_per_second, 2),
    },
  ];
}

async function measure({ pids, ask }: Side, visitors: number) {
  const each = Math.max(EACH_LEAST, Math.ceil(PREDICTIONS_LEAST / visitors));
  const [before, started] = [cpuMs(pids()), performance.now()];
  const visit = async () => {
    const times: number[] = [];
    for (let time = 0; time < each; time += 1) times.push(await ask());
    return times;
  };
  const times = (await Promise.all(Array.from({ length: visitors }, visit))).flat();
  const seconds = (performance.now() - started) / 1_000;
  return {
    first_token_p50_ms: rounded(quantile(times, 0.5)),
    first_token_p99_ms: rounded(quantile(times, 0.99)),
    predictions_per_second: rounded(times.length / seconds),
    cpu_per_prediction_ms: rounded((cpuMs(pids()) - before) / times.length),
  };
}
