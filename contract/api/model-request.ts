import { z } from "zod";
import { slug } from "../names.ts";
import { visibility } from "../visibility.ts";

const description = z.string().min(1).max(600).describe("A sentence for those who try the model.");
const link = z
  .url({ protocol: /^https?$/, error: "is no web address: it begins with https://" })
  .max(500);

/** The body that makes a model, in the shape of Replicate's API. */
export const modelRequest = z.strictObject({
  owner: slug.describe("Your own name."),
  name: slug,
  visibility,
  hardware: z.string().max(100).describe("One of the skus that this server lists."),
  description: description.optional(),
  github_url: link.optional(),
  paper_url: link.optional(),
  license_url: link.optional(),
});
export type ModelRequest = z.infer<typeof modelRequest>;

const isEmpty = (values: object): boolean =>
  Object.values(values).every((value) => value === undefined);

/** What of a model can be changed: its visibility and version as they are, and what stands in its files, which makes a version. */
export const modelChanges = z
  .strictObject({
    visibility: visibility.optional(),
    version: z.string().optional().describe("The id of the version that it is to show and run."),
    description: description.optional(),
    readme: z.string().max(64_000).optional().describe("Markdown."),
    github_url: link.nullable().optional(),
    paper_url: link.nullable().optional(),
    license_url: link.nullable().optional(),
  })
  .refine((changes) => !isEmpty(changes), {
    error: "names nothing to change: give a visibility, a version, a description or a readme",
  })
  .refine(({ version, visibility: _, ...texts }) => version === undefined || isEmpty(texts), {
    error: "gives a version and texts that make one: send one after the other",
  });
export type ModelChanges = z.infer<typeof modelChanges>;
