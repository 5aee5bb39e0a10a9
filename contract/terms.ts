import { z } from "zod";

/** How often from one address for each time that one visitor may: a household or an office goes by one address. */
export const VISITORS_PER_ADDRESS = 10;

/** How much may be asked of a model; for whoever manages it none of these counts. */
export const modelLimits = z.strictObject({
  /** Predictions that one visitor may start in an hour, and ten times as many from one address. */
  visitorPerHour: z.int().min(1).max(100_000).optional(),
  /** Predictions that all who have the model's link may start together in an hour. */
  linkPerHour: z.int().min(1).max(1_000_000).optional(),
  /** Predictions of this model that may wait at once. */
  waiting: z.int().min(1).max(200).optional(),
});
export type ModelLimits = z.infer<typeof modelLimits>;

/** After how many days what was asked and answered is deleted, examples excepted. */
export const retentionDays = z.int().min(1).max(3_650);

/** What a visitor should know before a prediction is made, in sentences; empty where a model sets no terms. */
export function describeTerms(terms: {
  limits?: ModelLimits | undefined;
  retentionDays?: number | undefined;
}): string[] {
  const { limits, retentionDays: days } = terms;
  return [
    ...(limits?.visitorPerHour ? [`You can run it ${times(limits.visitorPerHour)} an hour.`] : []),
    ...(days
      ? [
          `What you ask and what comes out is deleted after ${days === 1 ? "a day" : `${days} days`}.`,
        ]
      : []),
  ];
}

function times(count: number): string {
  if (count === 1) return "once";
  return count === 2 ? "twice" : `${count.toLocaleString("en")} times`;
}
