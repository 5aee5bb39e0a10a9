import { z } from "zod";

export const sampling = z.strictObject({
  maxTokens: z.int().min(1).max(8_192),
  temperature: z.number().min(0).max(2),
  topP: z.number().gt(0).max(1),
  topK: z.int().min(0),
  minP: z.number().min(0).max(1),
  repetitionPenalty: z.number().min(1).max(2),
  /** A fixed seed, or null: a new one for every prediction, recorded with it. */
  seed: z.int().min(0).max(4_294_967_295).nullable(),
  stop: z.array(z.string().min(1)).max(8),
});
