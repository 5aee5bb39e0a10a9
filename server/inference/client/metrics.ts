import type { Dialect } from "../dialects/dialect.ts";
import { EngineError } from "../engine.ts";
import { type Connection, call } from "./http.ts";

/** How busy an engine is; `kvUsed` is a fraction of 1. Null for what it does not tell. */
export type EngineLoad = { running: number | null; waiting: number | null; kvUsed: number | null };

/** Reads how busy an engine is from its Prometheus metrics. Throws EngineError. */
export async function readLoad(dialect: Dialect, connection: Connection): Promise<EngineLoad> {
  const text = await metricsText(dialect, connection);
  const { running, waiting, kvUsed } = dialect.metricNames;
  return {
    running: metricIn(text, running),
    waiting: metricIn(text, waiting),
    kvUsed: metricIn(text, kvUsed),
  };
}

async function metricsText(dialect: Dialect, connection: Connection): Promise<string> {
  const path = dialect.paths.metrics;
  if (!path) return "";
  if (!dialect.metricsByModel) return String(await call(connection, { path }));
  const texts = (connection.models ?? []).map(async ({ base }) => {
    const query = new URLSearchParams({ model: base, autoload: "false" });
    // One that is not loaded has none.
    return String(await call(connection, { path: `${path}?${query}` }).catch(ignoreUnloaded));
  });
  return (await Promise.all(texts)).join("\n");
}

function ignoreUnloaded(error: unknown): string {
  const isUnloaded = error instanceof EngineError && error.kind !== "starting";
  if (isUnloaded) return "";
  throw error;
}

/** The sum of a metric's samples: replicas and models each have one. Prometheus' text format. */
function metricIn(text: string, name: string | undefined): number | null {
  if (!name) return null;
  const values = text.split("\n").flatMap((line) => {
    const isSample = line.startsWith(`${name} `) || line.startsWith(`${name}{`);
    const value = isSample ? Number(line.replace(/^[^{ ]+(\{.*\})?\s+/, "").split(" ")[0]) : NaN;
    return Number.isNaN(value) ? [] : [value];
  });
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0);
}
