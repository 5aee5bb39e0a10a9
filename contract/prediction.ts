import type { WebhookEvent } from "./api/prediction-request.ts";
import type { InputValues } from "./inputs/values.ts";

/** As clients of Replicate's API know them; what waits in the queue is `starting`. */
export type PredictionStatus = "starting" | "processing" | "succeeded" | "failed" | "canceled";

/** Seconds, tokens and tokens per second, as Replicate names them; absent while unknown. */
export type PredictionMetrics = {
  predict_time?: number;
  total_time?: number;
  queue_time?: number;
  prompt_time?: number;
  time_to_first_token?: number;
  input_token_count?: number;
  output_token_count?: number;
  tokens_per_second?: number;
};

/** Why a prediction is not running yet; seconds are estimates from measured runs, null while nothing was measured. */
export type PredictionWait = {
  reason: "queued" | "waking" | "fetching-weights" | "no-weights" | "no-engine";
  /** Of waking or fetching: a fraction of 1, null while unknown. */
  progress: number | null;
  /** Of waking: seconds until the model is loaded. */
  waking_seconds: number | null;
  /** Place in line: 1 is next. */
  position: number;
  /** Until it should begin, waking included. */
  estimated_seconds: number | null;
};

/** A prediction as `/v1` sends it: Replicate's keys, then Vitrine's own, which Replicate's clients ignore. */
export type Prediction = {
  id: string;
  model: string;
  version: string;
  status: PredictionStatus;
  input: InputValues;
  /** Append-only list of chunks, null before the first; an image is one text, null before its end. */
  output: string[] | string | null;
  error: string | null;
  logs: string;
  metrics: PredictionMetrics;
  source: "api" | "web";
  data_removed: boolean;
  created_at: string;
  started_at: string | null;
  completed_at: string | null;
  /** There where it was asked with a prompt of its own, past its model's form. */
  raw?: true;
  /** When it is to end by itself; absent where it has all the time it needs. */
  deadline?: string;
  /** The owner/name of the deployment that it was asked through. */
  deployment?: string;
  /** Whom its events are told; there for whoever asked for that. */
  webhook?: string;
  webhook_events_filter?: WebhookEvent[];
  urls: { get: string; cancel: string; stream: string; web: string };

  wait: PredictionWait | null;
  /** Whether whoever asks may end it now. */
  can_cancel: boolean;
  /** Whether whoever asks may make links to it. */
  can_share: boolean;
  /** Whether whoever asks may delete it now. */
  can_delete: boolean;
  /** Whether there is an output, or a lack of one, to report. */
  can_report: boolean;
  /** Whether whoever asks may add it to the examples, where it is not yet. */
  can_feature: boolean;
  /** How many reports of it wait for an answer; null for who may not read them. */
  open_reports: number | null;
  /** Sentences on how the output breaks the rules of its kind; empty when it keeps them. */
  violations: string[];
  finish_reason: "stop" | "length" | null;
  seed: number | null;
  attempts: number;
  engine: PredictionEngine | null;
};

/** What computed it; `environment` is the SHA-256 under which everything about it is stored. */
export type PredictionEngine = {
  name: string;
  environment: string | null;
  weights: { name: string; sha256: string | null }[];
  hardware: string | null;
};

/** All it takes to repeat a prediction; the prompt is there for the model's owner alone. */
export type PredictionEvidence = {
  phases: { name: "waiting" | "reading the prompt" | "writing the answer"; ms: number }[];
  tokens: { input: number; output: number; cached: number | null } | null;
  sampling: Record<string, number | string[]> | null;
  environment: {
    id: string;
    facts: Record<string, unknown>;
    certificate: DeterminismCertificate | null;
  } | null;
  conditions: PredictionConditions | null;
  /** What the engine could not take into account: names of sampler values, or `constraint`. */
  dropped: string[];
  output_sha256: string | null;
  prompt: { text: string; tokens: number[] } | null;
};

/** How the tokens came about; null where it was not looked at. */
export type PredictionConditions = {
  /** `exact`: in steps of its own, nothing reused. */
  lane: "shared" | "exact";
  /** Most sequences in one step, this one included. */
  sequences_max: number;
  /** Tokens of the prompt read in each step; reused ones are in none. */
  prompt_chunks: number[];
  /** SHA-256 over the probabilities of each step's most likely tokens. */
  probabilities_sha256: string | null;
  /** The least by which the most likely token led the second, in probability. */
  smallest_gap: number | null;
};

/** Which ways of computing gave the same bits as computing alone, found out by trying. */
export type DeterminismCertificate = {
  repeated: boolean;
  batched: boolean;
  chunked: boolean;
  reused_prefix: boolean;
};

/** All that was written so far. */
export const outputText = ({ output }: Pick<Prediction, "output">): string =>
  typeof output === "string" ? output : (output?.join("") ?? "");

export const isFinished = (status: PredictionStatus): boolean =>
  status === "succeeded" || status === "failed" || status === "canceled";
