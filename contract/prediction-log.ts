import { z } from "zod";
import type { PredictionMetrics, PredictionStatus } from "./prediction.ts";

/** The rows of a page of the log. */
export const LOG_PAGE_SIZE = 50;

export const logStates = ["queued", "running", "succeeded", "failed", "canceled"] as const;
export type LogState = (typeof logStates)[number];

export const logSources = ["web", "api"] as const;

const TEXT_MAX = 100;
/** What clients of Replicate's API call the first two. */
const stateOf = (value: unknown): unknown =>
  value === "starting" ? "queued" : value === "processing" ? "running" : value;

const once = "is there twice: give it once";
/** An empty field of a form filters nothing. */
const optional = <T>(shape: z.ZodType<T>) =>
  z.preprocess((value) => (value === "" ? undefined : value), shape.optional());
const day = z.iso
  .date("is no day: write it as year-month-day, such as 2026-11-26")
  .refine((text) => !text.startsWith("0"), "is before there were predictions: choose a later day");

/**
 * The query of the log, in the page's address as in the API's: days are whole days in UTC, the last one included; each
 * word of `text` must be somewhere in what a row shows of its input and output.
 */
export const logQuery = z
  .strictObject({
    version: optional(
      z.string(once).regex(/^[0-9a-f]{64}$/, "is no version: give all of its 64 hex digits"),
    ),
    status: z.preprocess(
      stateOf,
      optional(z.enum(logStates, `is no status: take one of ${logStates.join(", ")}`)),
    ),
    source: optional(z.enum(logSources, "is neither web nor api: take one of them")),
    from: optional(day),
    to: optional(day),
    text: optional(
      z
        .string(once)
        .trim()
        .max(TEXT_MAX, `is too long: search for at most ${TEXT_MAX} characters`)
        .refine((text) => !text.includes("\0"), "holds a character that no text has: leave it out"),
    ),
    violations: optional(z.literal("1", "is 1 or nothing: leave it out to see all")),
    reported: optional(z.literal("1", "is 1 or nothing: leave it out to see all")),
    before: optional(z.string(once)),
    after: optional(z.string(once)),
  })
  .refine(({ from, to }) => !from || !to || from <= to, {
    path: ["to"],
    error: "is before the first day: choose that day or a later one",
  })
  .refine(({ before, after }) => !before || !after, {
    path: ["after"],
    error: "cannot go with before: give one of them",
  });
export type LogQuery = z.infer<typeof logQuery>;

/** The query string of a page of the log: its filters, and where it begins. */
export function logSearch(
  { before: _before, after: _after, ...filters }: LogQuery,
  place: Pick<LogQuery, "before" | "after"> = {},
): string {
  const given = Object.entries({ ...filters, ...place }).filter(([, value]) => value !== undefined);
  return given.length > 0 ? `?${new URLSearchParams(given as [string, string][])}` : "";
}

/** A row of the log; the prediction itself is at `urls.get`. */
export type LoggedPrediction = {
  id: string;
  version: string;
  status: PredictionStatus;
  source: "api" | "web";
  created_at: string;
  completed_at: string | null;
  /** The beginnings of both. */
  input_preview: string;
  output_preview: string | null;
  has_violations: boolean;
  error: string | null;
  metrics: Pick<PredictionMetrics, "predict_time" | "input_token_count" | "output_token_count">;
  urls: { get: string; web: string };
};

/** A page of the log, newest first. `older` and `newer` go into `before` and `after`; null where there is nothing more. */
export type LogPage = {
  results: LoggedPrediction[];
  older: string | null;
  newer: string | null;
  /** Where looking stopped before the page was full, for rare things are not looked for without end; null when it did not. */
  looked_until: string | null;
};
