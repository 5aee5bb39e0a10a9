import { z } from "zod";

const address = z
  .url({ protocol: /^https?$/, error: "is no web address: it begins with https://" })
  .max(500);

/** Where there is more about a model; Replicate's API knows all but the website. */
export const modelLinks = z.strictObject({
  website: address.optional(),
  source: address.optional(),
  paper: address.optional(),
  license: address.optional(),
});
export type ModelLinks = z.infer<typeof modelLinks>;
