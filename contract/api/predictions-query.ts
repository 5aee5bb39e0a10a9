import { z } from "zod";

const time = z.iso
  .datetime({ offset: true, error: "is no time: write it as 2026-11-27T09:30:00Z" })
  .optional();

/** What a list of predictions may be narrowed to. */
export const predictionsQuery = z.strictObject({
  cursor: z.string().max(200).optional(),
  created_after: time,
  created_before: time,
  source: z.enum(["api", "web"], "is neither api nor web").optional(),
});
export type PredictionsQuery = z.infer<typeof predictionsQuery>;
