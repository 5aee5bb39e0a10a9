import type { LogQuery } from "#contract/prediction-log.ts";
import { INSTALLATION } from "#server/access.ts";
import { databaseUrl } from "#server/database.ts";
import { listPredictionLog } from "#server/prediction-log.ts";
import { startTestDatabase } from "../support/test-database.ts";
import { device } from "./cpu.ts";
import { fillLog, NAME, NEW_VERSION, OWNER, RARE_VERSION, TEXTS } from "./log-data.ts";
import { quantile, type Report, rounded } from "./report.ts";

const FEW = 10_000;
const MANY = 1_000_000;
const CALLS = 100;
const WARM_UPS = 5;
const DAY_MS = 24 * 60 * 60 * 1000;

const daysAgo = (days: number): string =>
  new Date(Date.now() - days * DAY_MS).toISOString().slice(0, 10);

const FILTERS: Record<string, LogQuery> = {
  "no filter": {},
  "a version": { version: NEW_VERSION },
  "a version with 0.01 % of the rows": { version: RARE_VERSION },
  succeeded: { status: "succeeded" },
  "failed (2 %)": { status: "failed" },
  "canceled (1 %)": { status: "canceled" },
  queued: { status: "queued" },
  "from the page": { source: "web" },
  "by the API (0.1 %)": { source: "api" },
  "broke its rules (0.5 %)": { violations: "1" },
  "one day": { from: daysAgo(2), to: daysAgo(2) },
  "text in 70 %": { text: TEXTS.common },
  "text in 0.1 %": { text: TEXTS.seldom },
  "text in 5 rows": { text: TEXTS.rare },
  "text in no row": { text: TEXTS.absent },
  "a single letter in no row": { text: TEXTS.short },
  "failed, of a version": { status: "failed", version: NEW_VERSION },
  "failed, by the API": { status: "failed", source: "api" },
  "text in 5 rows, of a version": { text: TEXTS.rare, version: NEW_VERSION },
  "text in 70 %, failed": { text: TEXTS.common, status: "failed" },
};

/** The first page of the log by each filter, of ten thousand predictions and of `--rows` (a million). */
export async function run(args: string[]): Promise<Report> {
  const stop = await startTestDatabase();
  try {
    const few = await measure(FEW);
    const rows = args.includes("--rows") ? Number(args[args.indexOf("--rows") + 1]) : MANY;
    const many = await measure(rows);
    return { name: "log", device: device(), rows: compared(few, many) };
  } finally {
    await stop();
  }
}

type Measured = { filter: string; predictions: number; times: number[]; shown: number };

async function measure(predictions: number): Promise<Measured[]> {
  await fillLog(databaseUrl(), predictions);
  const measured: Measured[] = [];
  for (const [filter, query] of Object.entries(FILTERS)) {
    const list = () => listPredictionLog({ owner: OWNER, name: NAME }, query, INSTALLATION);
    for (let call = 0; call < WARM_UPS; call += 1) await list();
    const times: number[] = [];
    let shown = 0;
    for (let call = 0; call < CALLS; call += 1) {
      const startedAt = performance.now();
      shown = (await list()).results.length;
      times.push(performance.now() - startedAt);
    }
    measured.push({ filter, predictions, times, shown });
  }
  return measured;
}

function compared(few: Measured[], many: Measured[]): Report["rows"] {
  return many.map(({ filter, predictions, times, shown }, index) => {
    const base = few[index]?.times ?? [];
    return {
      ...{ filter, predictions, shown },
      p50_ms_10k: rounded(quantile(base, 0.5), 2),
      p95_ms_10k: rounded(quantile(base, 0.95), 2),
      p50_ms: rounded(quantile(times, 0.5), 2),
      p95_ms: rounded(quantile(times, 0.95), 2),
      ratio: rounded(quantile(times, 0.5) / quantile(base, 0.5), 2),
    };
  });
}
