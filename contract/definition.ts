import { z } from "zod";
import { mistakesIn } from "./inputs/check-declarations.ts";
import { inputDeclaration } from "./inputs/declaration.ts";
import { outputMistakes } from "./outputs/check-declaration.ts";
import { outputDeclaration } from "./outputs/declaration.ts";
import { sampling } from "./sampling.ts";
import { adapter, weights } from "./weights.ts";

const example = z.strictObject({
  title: z.string().min(1).max(120).optional(),
  input: z.record(z.string(), z.unknown()),
});

/** What an `examples.json` holds; the first one fills the form on a first visit. */
export const exampleList = z.array(example).min(1).max(100);

/** A model as its folder describes it: `model.yaml`, with `prompt.liquid` as `prompt`, `README.md` and `examples.json`. */
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
    readme: z.string().max(64_000).optional(),
    examples: exampleList.optional(),
  })
  .superRefine((definition, context) => {
    for (const { path, message } of mistakesIn(definition.inputs))
      context.addIssue({ code: "custom", path: ["inputs", ...path], message });
    for (const { path, message } of outputMistakes(definition.output, definition.inputs))
      context.addIssue({ code: "custom", path: ["output", ...path], message });
  });
export type ModelDefinition = z.infer<typeof modelDefinition>;
