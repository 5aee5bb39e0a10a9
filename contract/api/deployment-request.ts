import { z } from "zod";
import { slug } from "../names.ts";

const version = z
  .string()
  .regex(/^[0-9a-f]{64}$/, "is no version's id: give all of its 64 hex digits");
const instances = z.int().min(0).max(100);
const hardware = z.string().max(100).describe("One of the skus that this server lists.");

/** The body that makes a deployment, in the shape of Replicate's API. */
export const deploymentRequest = z.strictObject({
  name: slug,
  model: z.string().regex(/^[\w-]+\/[\w-]+$/, "is no owner/name of a model"),
  version,
  hardware,
  min_instances: instances.describe("Kept and told; engines scale by their own settings."),
  max_instances: instances.describe("The same."),
});
export type DeploymentRequest = z.infer<typeof deploymentRequest>;

/** The body that makes its next release: with another version, or with what an earlier release was. */
export const deploymentChanges = z
  .strictObject({
    version: version.optional(),
    release: z.int().min(1).optional().describe("The number of an earlier release to go back to."),
    hardware: hardware.optional(),
    min_instances: instances.optional(),
    max_instances: instances.optional(),
  })
  .refine((changes) => Object.values(changes).some((value) => value !== undefined), {
    error: "names nothing to change: give a version, or the number of an earlier release",
  })
  .refine(({ version, release }) => version === undefined || release === undefined, {
    error: "names both a version and a release: give one of them",
  });
export type DeploymentChanges = z.infer<typeof deploymentChanges>;
