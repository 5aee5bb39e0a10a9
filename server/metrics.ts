import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { Viewer } from "./access.ts";
import { database } from "./database.ts";
import { registeredEngines } from "./inference/registry.ts";
import { notFound } from "./problem.ts";
import { openReaders } from "./server-sent-events.ts";
import { shared } from "./shared.ts";

const SECONDS = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

type Meters = ReturnType<typeof newMeters>;

/** What this process counts; Prometheus adds up those of several. */
const meters = (): Meters => shared("meters", newMeters);

function newMeters() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    requests: new Histogram({
      ...{ registers, name: "vitrine_http_request_seconds", buckets: SECONDS },
      help: "Answers, by what was asked for and the status.",
      labelNames: ["kind", "method", "status"],
    }),
    ended: new Counter({
      ...{ registers, name: "vitrine_predictions_ended_total" },
      help: "Predictions that this process has run to an end.",
      labelNames: ["state"],
    }),
    firstToken: new Histogram({
      ...{ registers, name: "vitrine_first_token_seconds", buckets: SECONDS },
      help: "From a prediction's creation to its first token.",
    }),
    tokens: new Counter({
      ...{ registers, name: "vitrine_tokens_total" },
      help: "Tokens that were read and written.",
      labelNames: ["direction"],
    }),
    unfinished: new Gauge({
      ...{ registers, name: "vitrine_predictions_unfinished" },
      help: "Predictions of all processes that wait or run.",
      labelNames: ["state"],
    }),
    oldest: new Gauge({
      ...{ registers, name: "vitrine_queue_oldest_seconds" },
      help: "How long the prediction has waited that has waited longest; 0 where none waits.",
    }),
    readers: new Gauge({
      ...{ registers, name: "vitrine_stream_readers" },
      help: "Streams that are open in this process.",
    }),
    engine: new Gauge({
      ...{ registers, name: "vitrine_engine_requests" },
      help: "What each engine says that it runs, and has waiting.",
      labelNames: ["engine", "state"],
    }),
  };
}

/** Counts an answer. `path` is only looked at for its kind: no address gets into a metric. */
export function countRequest(request: {
  path: string;
  method: string;
  status: number;
  seconds: number;
}): void {
  const { path, method, status, seconds } = request;
  meters().requests.observe({ kind: kindOf(path), method, status }, seconds);
}

function kindOf(path: string): string {
  const [, first] = path.split(/[/?]/);
  if (first === "v1" || first === "openai" || first === "_next") return first;
  return first === "healthz" || first === "readyz" || first === "metrics" ? "probe" : "page";
}

/** Counts a prediction that this process has run to its end. */
export function countEnding(end: {
  state: string;
  firstTokenMs: number | null;
  tokensIn: number | null;
  tokensOut: number | null;
}): void {
  const { ended, firstToken, tokens } = meters();
  ended.inc({ state: end.state });
  if (end.firstTokenMs !== null) firstToken.observe(end.firstTokenMs / 1_000);
  tokens.inc({ direction: "read" }, end.tokensIn ?? 0);
  tokens.inc({ direction: "written" }, end.tokensOut ?? 0);
}

/**
 * Everything that is counted, in Prometheus' text format. Throws a 404 Problem for all but the owner of this installation,
 * signed in or by a token that may read.
 */
export async function readMetrics({ account, token }: Viewer): Promise<Response> {
  const isOwners = account?.role === "owner" && (token?.scopes.includes("read") ?? true);
  if (!isOwners || token?.models) throw notFound();
  const { registry, readers } = meters();
  readers.set(openReaders());
  await Promise.all([measureQueue(), measureEngines()]);
  return new Response(await registry.metrics(), {
    headers: { "content-type": registry.contentType, "cache-control": "no-store" },
  });
}

async function measureQueue(): Promise<void> {
  const { unfinished, oldest } = meters();
  const [row] = await database().$queryRaw<{ queued: number; running: number; oldest: number }[]>`
    SELECT count(*) FILTER (WHERE state = 'queued')::int AS queued,
      count(*) FILTER (WHERE state = 'running')::int AS running,
      COALESCE(max(EXTRACT(EPOCH FROM now() - created_at)) FILTER (WHERE state = 'queued'), 0)::float8
        AS oldest
    FROM predictions WHERE state IN ('queued', 'running')`;
  unfinished.set({ state: "queued" }, row?.queued ?? 0);
  unfinished.set({ state: "running" }, row?.running ?? 0);
  oldest.set(row?.oldest ?? 0);
}

/** One that is asleep is not asked: that would keep it awake. */
async function measureEngines(): Promise<void> {
  const { engine: gauge } = meters();
  gauge.reset();
  const asked = registeredEngines().filter(({ settings }) => !settings?.scaleToZero);
  await Promise.all(
    asked.map(async ({ name, engine }) => {
      const load = await engine.load().catch(() => null); // it is away: it has no figures
      if (load?.running != null) gauge.set({ engine: name, state: "running" }, load.running);
      if (load?.waiting != null) gauge.set({ engine: name, state: "waiting" }, load.waiting);
    }),
  );
}
