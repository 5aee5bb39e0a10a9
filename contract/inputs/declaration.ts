import { z } from "zod";
import { inputName } from "../names.ts";

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
export const inputDeclaration = z.discriminatedUnion("type", [textInput, textListInput]);
export type InputDeclaration = z.infer<typeof inputDeclaration>;
