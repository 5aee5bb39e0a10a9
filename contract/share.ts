import { z } from "zod";
import type { JsonValue } from "./json.ts";
import type { OutputDeclaration } from "./outputs/declaration.ts";
import type { PredictionMetrics } from "./prediction.ts";

/** How long a link lives. */
export const shareLifetimes = ["1h", "1d", "7d", "30d", "never"] as const;
export type ShareLifetime = (typeof shareLifetimes)[number];

/** What leaves: the inputs that are named, and the rest by kind. */
const shareScope = z.strictObject({
  inputs: z.array(z.string().max(64)).max(64),
  output: z.boolean(),
  settings: z.boolean(),
});
export type ShareScope = z.infer<typeof shareScope>;

export const shareRequest = z.strictObject({
  label: z.string().trim().max(80, "is too long: take at most 80 characters").default(""),
  expires: z.enum(shareLifetimes).default("7d"),
  scope: shareScope,
});
export type ShareRequest = z.infer<typeof shareRequest>;

/** All that a share's page can know; what was not shared is not in it. */
export type SharedPrediction = {
  /** The model's. */
  title: string;
  made_at: string;
  /** `value` is null where it was left out. */
  inputs: { name: string; title: string; value: JsonValue | null; is_left_out: boolean }[];
  /** `declaration` is null where the preview would need an input that was left out. */
  output: { text: string; declaration: OutputDeclaration | null; violations: string[] } | null;
  settings: SharedSettings | null;
};

export type SharedSettings = {
  version: string;
  seed: number | null;
  engine: string | null;
  hardware: string | null;
  weights: string | null;
  metrics: PredictionMetrics;
};

/** A link as its makers see it; its address is told once, when it is made. */
export type Share = {
  id: string;
  label: string;
  scope: ShareScope;
  created_at: string;
  expires_at: string | null;
  views: number;
};

/** What is left of a whole prediction in a scope: the browser shows with it what the server will store. */
export function narrowShare(whole: SharedPrediction, scope: ShareScope): SharedPrediction {
  const inputs = whole.inputs.map((input) =>
    scope.inputs.includes(input.name) ? input : { ...input, value: null, is_left_out: true },
  );
  const leftOut = inputs.filter((input) => input.is_left_out).map(({ name }) => name);
  return {
    ...whole,
    inputs,
    output: scope.output && whole.output ? withoutInputs(whole.output, leftOut) : null,
    settings: scope.settings ? whole.settings : null,
  };
}

function withoutInputs(output: NonNullable<SharedPrediction["output"]>, leftOut: string[]) {
  const needs = output.declaration && textsIn(output.declaration);
  return needs && leftOut.some((name) => needs.includes(name))
    ? { ...output, declaration: null }
    : output;
}

/** Every text in a declaration: inputs are named in it by name, whatever the key. */
function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}
