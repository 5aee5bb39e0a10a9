import type { z } from "zod";
import type {
  predictionEngine,
  predictionMetrics,
  predictionObject,
  predictionStatus,
  predictionWait,
} from "./api/prediction-object.ts";
import type { InputValues } from "./inputs/values.ts";

export type PredictionStatus = z.infer<typeof predictionStatus>;
export type PredictionMetrics = z.infer<typeof predictionMetrics>;
export type PredictionWait = z.infer<typeof predictionWait>;
export type PredictionEngine = z.infer<typeof predictionEngine>;
export type Prediction = Omit<z.infer<typeof predictionObject>, "input"> & { input: InputValues };

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
