import { z } from "zod";
import type { WebhookEvent } from "#contract/api/prediction-request.ts";
import type { InputValues } from "#contract/inputs/values.ts";
import type {
  Prediction,
  PredictionEngine,
  PredictionMetrics,
  PredictionStatus,
  PredictionWait,
} from "#contract/prediction.ts";
import { env } from "./env.ts";
import type { PredictionState } from "./generated/enums.ts";

/** What Replicate's API calls the states. */
export const STATUS: Record<PredictionState, PredictionStatus> = {
  queued: "starting",
  running: "processing",
  succeeded: "succeeded",
  failed: "failed",
  canceled: "canceled",
};

/** The columns that leave the server, as `prediction-row.ts` reads them. */
export type PredictionRow = {
  id: string;
  owner: string;
  name: string;
  versionId: string;
  state: PredictionState;
  source: "api" | "web";
  createdAt: Date;
  startedAt: Date | null;
  completedAt: Date | null;
  waitedMs: number | null;
  firstTokenMs: number | null;
  promptMs: number | null;
  decodeMs: number | null;
  predictMs: number | null;
  error: string | null;
  finishReason: "stop" | "length" | null;
  seed: number;
  attempt: number;
  tokensIn: number | null;
  tokensOut: number | null;
  input: InputValues | null;
  chunks: string[] | null;
  violations: string[] | null;
  logs: string | null;
  environmentId: string | null;
  deadline: Date | null;
  deployment: string | null;
  webhook: { url: string; events: WebhookEvent[] } | null;
  facts: Record<string, unknown> | null;
  weights: { name: string; sha256: string | null };
  /** Whether it was asked with a prompt of its own, past its model's form. */
  isRaw: boolean;
  /** Whether its output is one text, not a list of chunks. */
  isWhole: boolean;
};

/** Absolute address of a path of this installation. */
export function absoluteUrl(path: string): string {
  const { PUBLIC_URL, PORT } = env();
  return new URL(path, PUBLIC_URL ?? `http://localhost:${PORT}`).href;
}

/** What whoever asks may do with a prediction, and know of it. */
export type Allowed = Pick<
  Prediction,
  "can_cancel" | "can_share" | "can_delete" | "can_report" | "can_feature" | "open_reports"
>;

/** A prediction as `/v1` sends it. `wait` is there while it is queued; `streamUrl` is where its output is followed. */
export function presentPrediction(
  row: PredictionRow,
  { wait, streamUrl, ...allowed }: Allowed & { wait: PredictionWait | null; streamUrl: string },
): Prediction {
  const url = `/v1/predictions/${row.id}`;
  return {
    ...{ id: row.id, model: `${row.owner}/${row.name}`, version: row.versionId },
    status: STATUS[row.state],
    input: row.input ?? {},
    output: presentOutput(row),
    error: row.error,
    logs: row.logs ?? "",
    metrics: presentMetrics(row),
    source: row.source,
    data_removed: row.input === null,
    created_at: row.createdAt.toISOString(),
    started_at: row.startedAt?.toISOString() ?? null,
    completed_at: row.completedAt?.toISOString() ?? null,
    ...(row.deadline ? { deadline: row.deadline.toISOString() } : {}),
    ...(row.isRaw ? { raw: true as const } : {}),
    ...(row.deployment === null ? {} : { deployment: row.deployment }),
    ...(row.webhook ? { webhook: row.webhook.url, webhook_events_filter: row.webhook.events } : {}),
    urls: {
      get: absoluteUrl(url),
      cancel: absoluteUrl(`${url}/cancel`),
      stream: streamUrl,
      web: absoluteUrl(`/p/${row.id}`),
    },
    wait,
    ...allowed,
    violations: row.violations ?? [],
    finish_reason: row.finishReason,
    seed: row.seed,
    attempts: row.attempt,
    engine: presentEngine(row),
  };
}

function presentOutput({ chunks, isWhole, completedAt }: PredictionRow): Prediction["output"] {
  if (!chunks || chunks.length === 0) return null;
  if (!isWhole) return chunks;
  return completedAt === null ? null : chunks.join("");
}

function presentEngine(row: PredictionRow): PredictionEngine | null {
  if (row.environmentId === null) return null;
  const known = bundledFacts.safeParse(row.facts).data;
  return {
    name: known ? `llama.cpp ${known.engine.llamaCpp}` : remoteName(row.facts),
    environment: row.environmentId,
    weights: [row.weights],
    hardware: known ? hardwareName(known) : null,
  };
}

/** What the bundled engine tells of itself, as far as pages show it. */
const bundledFacts = z.object({
  engine: z.object({ llamaCpp: z.string() }),
  hardware: z.object({ gpus: z.array(z.string()), cpu: z.string() }),
  context: z.object({ threads: z.int(), gpuLayers: z.int() }),
});

/** An engine elsewhere tells no more of itself than its kind and, mostly, its version. */
const remoteFacts = z.object({
  engine: z.object({ dialect: z.string(), version: z.string().nullable() }),
});

function remoteName(facts: Record<string, unknown> | null): string {
  const { dialect, version } = remoteFacts.safeParse(facts).data?.engine ?? {};
  return [dialect ?? "unknown", ...(version ? [version] : [])].join(" ");
}

function hardwareName({ hardware, context }: z.infer<typeof bundledFacts>): string {
  if (context.gpuLayers > 0 && hardware.gpus.length > 0) return hardware.gpus.join(", ");
  return `${hardware.cpu}, ${context.threads} ${context.threads === 1 ? "thread" : "threads"}`;
}

function presentMetrics(row: PredictionRow): PredictionMetrics {
  const total =
    row.waitedMs === null || row.predictMs === null ? null : row.waitedMs + row.predictMs;
  const speed = row.decodeMs && row.tokensOut ? row.tokensOut / (row.decodeMs / 1000) : null;
  const known = {
    predict_time: seconds(row.predictMs),
    total_time: seconds(total),
    queue_time: seconds(row.waitedMs),
    prompt_time: seconds(row.promptMs),
    time_to_first_token: seconds(row.firstTokenMs),
    input_token_count: row.tokensIn,
    output_token_count: row.tokensOut,
    tokens_per_second: speed === null ? null : Math.round(speed * 10) / 10,
  };
  return Object.fromEntries(Object.entries(known).filter(([, value]) => value !== null));
}

/** As Replicate's API gives times, to the microsecond. */
export const seconds = (ms: number | null): number | null =>
  ms === null ? null : Math.round(ms * 1000) / 1_000_000;
