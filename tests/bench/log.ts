import type { LogQuery } from "#contract/prediction-log.ts";
import { INSTALLATION } from "#server/access.ts";
import { database, databaseUrl } from "#server/database.ts";
import { amendEnv } from "#server/env.ts";
import { applyMigrations } from "#server/launch/migrations.ts";
import { listPredictionLog } from "#server/prediction-log.ts";
import { query } from "../support/sql.ts";
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
    const rows = args.includes("--rows") ? Number(args[args.indexOf("--rows") + 1]) : MANY;
    const sides = [await openSide(FEW), await openSide(rows)];
    const measured: Report["rows"] = [];
    for (const [filter, filters] of Object.entries(FILTERS))
      measured.push({ filter, predictions: rows, ...compared(await measure(sides, filters)) });
    for (const { client } of sides) await client.$disconnect();
    return { name: "log", device: device(), rows: measured };
  } finally {
    await stop();
  }
}

type Side = { client: ReturnType<typeof database> };

/** Where the server keeps the client of its one database. */
const store = globalThis as Record<symbol, unknown>;
const CLIENT = Symbol.for("vitrine.database");

/** A database of its own with so many predictions. */
async function openSide(predictions: number): Promise<Side> {
  const { href } = Object.assign(new URL(databaseUrl()), { pathname: `/log_${predictions}` });
  await query(databaseUrl(), `CREATE DATABASE log_${predictions}`);
  await applyMigrations(href);
  await fillLog(href, predictions);
  amendEnv({ DATABASE_URL: href });
  delete store[CLIENT];
  return { client: database() };
}

type Measured = { times: number[]; shown: number };

/** Calls go to the sides in turn, so that both meet the same machine. */
async function measure(sides: Side[], filters: LogQuery): Promise<Measured[]> {
  const measured = sides.map((): Measured => ({ times: [], shown: 0 }));
  for (let call = -WARM_UPS; call < CALLS; call += 1)
    for (const [index, { client }] of sides.entries()) {
      store[CLIENT] = client;
      const startedAt = performance.now();
      const page = await listPredictionLog({ owner: OWNER, name: NAME }, filters, INSTALLATION);
      const found = measured[index];
      if (!found || call < 0) continue;
      found.times.push(performance.now() - startedAt);
      found.shown = page.results.length;
    }
  return measured;
}

function compared([few, many]: Measured[]) {
  const ms = (side: Measured | undefined, q: number) => quantile(side?.times ?? [], q);
  return {
    shown: many?.shown ?? 0,
    p50_ms_10k: rounded(ms(few, 0.5), 2),
    p95_ms_10k: rounded(ms(few, 0.95), 2),
    p50_ms: rounded(ms(many, 0.5), 2),
    p95_ms: rounded(ms(many, 0.95), 2),
    ratio: rounded(ms(many, 0.5) / ms(few, 0.5), 2),
  };
}
