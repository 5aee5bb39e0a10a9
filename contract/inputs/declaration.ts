import { z } from "zod";
import { inputName } from "../names.ts";
import { jsonShape } from "./json-shape.ts";

const scalar = z.union([z.string(), z.number(), z.boolean()]);

/** A field that is there only while an earlier one has this value, or one of these. */
const condition = z.strictObject({
  input: inputName,
  is: z.union([scalar, z.array(scalar).min(1).max(100)]),
});

const inputBase = {
  name: inputName,
  title: z.string().min(1).max(80),
  help: z.string().max(300).optional(),
  placeholder: z.string().max(300).optional(),
  /** Shown behind the title, such as ms or €. */
  unit: z.string().min(1).max(20).optional(),
  /** Heading under which neighbours of the same group stand together. */
  group: z.string().min(1).max(80).optional(),
  /** Folded away until somebody looks for it. */
  advanced: z.boolean().optional(),
  /** May be left out; the others must be given and not be empty. */
  optional: z.boolean().optional(),
  visibleWhen: condition.optional(),
  /** The visitor cannot change the default: it is shown, or goes into the prompt unseen. */
  fixed: z.enum(["shown", "hidden"]).optional(),
};

const NO_OPTION =
  "is no option: write {value: …}, and label: … beside it if the form is to call it something else";

/** Control characters would break the lines in which a form keeps its choices. */
const optionValue = z
  .string()
  .max(200)
  .regex(/^[^\p{Cc}]+$/u, "may hold no line breaks or control characters");
const option = z.strictObject(
  { value: optionValue, label: z.string().min(1).max(200).optional() },
  { error: ({ code }) => (code === "invalid_type" ? NO_OPTION : undefined) },
);
const options = z.array(option).min(1).max(1_000);

const text = z.strictObject({
  ...inputBase,
  type: z.literal("text"),
  /** False for a field of one line. */
  multiline: z.boolean().optional(),
  /** Characters, as a person counts them: Unicode code points. */
  minLength: z
    .int()
    .min(2, "is at least 2: a text that is not optional is never empty")
    .max(64_000)
    .optional(),
  maxLength: z.int().min(1).max(64_000),
  /** A regular expression that occurs in the text, without looking around or back; with ^ and $ it is all of it. */
  pattern: z.string().min(1).max(1_000).optional(),
  default: z.string().optional(),
});

const numberBounds = {
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  /** How far the slider goes at a time; any number in the bounds can still be typed. */
  step: z.number().gt(0).optional(),
  default: z.number().optional(),
};

const integer = z.strictObject({
  ...inputBase,
  ...numberBounds,
  type: z.literal("integer"),
  /** What of the model's sampling the visitor sets with it, within its bounds. */
  sets: z.enum(["maxTokens", "topK", "seed"]).optional(),
});

const number = z.strictObject({
  ...inputBase,
  ...numberBounds,
  type: z.literal("number"),
  /** As above. */
  sets: z.enum(["temperature", "topP", "minP", "repetitionPenalty"]).optional(),
});

const boolean = z.strictObject({
  ...inputBase,
  type: z.literal("boolean"),
  default: z.boolean().optional(),
});

const choice = z.strictObject({
  ...inputBase,
  type: z.literal("choice"),
  options,
  /** Without it, few options are radio buttons and many a list to select from. */
  appearance: z.enum(["select", "radio"]).optional(),
  default: z.string().optional(),
});

const choiceList = z.strictObject({
  ...inputBase,
  type: z.literal("choice-list"),
  options,
  minItems: z.int().min(0).max(1_000).optional(),
  maxItems: z.int().min(1).max(1_000).optional(),
  default: z.array(z.string()).optional(),
});

const textList = z.strictObject({
  ...inputBase,
  type: z.literal("text-list"),
  maxItems: z.int().min(1).max(10_000),
  maxItemLength: z.int().min(1).max(1_000),
  default: z.array(z.string()).optional(),
});

const json = z.strictObject({
  ...inputBase,
  type: z.literal("json"),
  schema: jsonShape,
  /** Characters of its JSON without blanks. */
  maxLength: z.int().min(2).max(64_000),
  default: z.json().optional(),
});

const sentBase = {
  ...inputBase,
  /** The file itself, as a data: address. */
  default: z.string().optional(),
};

const image = z.strictObject({ ...sentBase, type: z.literal("image") });

const file = z.strictObject({
  ...sentBase,
  type: z.literal("file"),
  /** Characters of a file whose text goes into a prompt; a container takes any file as it is. */
  maxLength: z.int().min(1).max(64_000).optional(),
});

/** Reaches the container and nobody else: it is kept until the prediction ends, and shown nowhere. */
const secret = z.strictObject({
  ...inputBase,
  type: z.literal("secret"),
  fixed: z.never("is for values that anybody may read").optional(),
  default: z.never("would be a secret that everybody who finds the model uses").optional(),
});

/** One field of a model's form. */
export const inputDeclaration = z.discriminatedUnion("type", [
  text,
  integer,
  number,
  boolean,
  choice,
  choiceList,
  textList,
  json,
  image,
  file,
  secret,
]);
export type InputDeclaration = z.infer<typeof inputDeclaration>;

/** The declaration of one type. */
export type InputOf<Type extends InputDeclaration["type"]> = Extract<
  InputDeclaration,
  { type: Type }
>;
