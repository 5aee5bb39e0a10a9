import type { InputDeclaration } from "./inputs/declaration.ts";
import type { InputValues } from "./inputs/values.ts";
import type { ModelLinks } from "./links.ts";
import type { OutputDeclaration } from "./outputs/declaration.ts";
import type { Prediction } from "./prediction.ts";
import type { Visibility } from "./visibility.ts";

/**
 * Whether a prediction could start now; `progress` is a fraction of 1, null while unknown. Seconds are what loading took
 * when last measured, or what is left of it; null before anything was measured. What is asleep wakes for a prediction.
 */
export type ModelReadiness =
  | { kind: "ready" }
  | { kind: "asleep"; wake_seconds: number | null }
  | { kind: "waking"; progress: number | null; seconds_left: number | null }
  | { kind: "fetching-weights"; progress: number | null }
  | { kind: "no-weights"; reason: string; command: string }
  /** None that is set up here could ever run it. */
  | { kind: "no-engine"; reason: string }
  | { kind: "failed"; reason: string };

/** What a visitor's page may know of a model: no prompt, no sampling, no paths. */
export type ModelForm = {
  owner: string;
  name: string;
  title: string;
  description: string;
  version: string;
  visibility: Visibility;
  /** Whether who asks may change the model, and whether they may see its log and its prompts. */
  rights: { manage: boolean; inspect: boolean };
  weights: { name: string; license: string };
  links: ModelLinks;
  inputs: InputDeclaration[];
  output: OutputDeclaration;
  readiness: ModelReadiness;
  /** Sentences on what the engine that would run it cannot do; empty when it can do all that the model asks for. */
  limits: string[];
  /** Sentences on what a visitor should know before a prediction is made. */
  terms: string[];
  /** Fills the form on a first visit; `prediction` is its stored output, null until it has run once. */
  example: { input: InputValues; prediction: Prediction | null };
};

/** What a prediction's page may know of its model: the form that was filled in for it, and the version that is current now. */
export type PredictionForm = Pick<
  ModelForm,
  "owner" | "name" | "title" | "rights" | "inputs" | "output" | "readiness"
> & { current_version: string };
