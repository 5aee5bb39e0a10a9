import { z } from "zod";
import { inputDeclaration } from "./inputs/declaration.ts";
import { outputDeclaration } from "./outputs/declaration.ts";
import { sampling } from "./sampling.ts";
import { adapter, weights } from "./weights.ts";

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
