import { z } from "zod";
import { mistakesIn } from "./inputs/check-declarations.ts";
import { inputDeclaration } from "./inputs/declaration.ts";
import { modelLinks } from "./links.ts";
import { engineName } from "./names.ts";
import { outputMistakes } from "./outputs/check-declaration.ts";
import { outputDeclaration } from "./outputs/declaration.ts";
import { prompt, promptMistakes } from "./prompt.ts";
import { sampling } from "./sampling.ts";
import { modelLimits, retentionDays } from "./terms.ts";
import { visibility } from "./visibility.ts";
import { adapter, askedWith, weights, weightsMistakes } from "./weights.ts";

const NO_PROMPTS = "is for weights that read prompts: leave it out where chatFormat is inputs";

const example = z.strictObject({
  title: z.string().min(1).max(120).optional(),
  input: z.record(z.string(), z.unknown()),
});

/** What an `examples.json` holds; the first one fills the form on a first visit. */
const exampleList = z.array(example).min(1).max(100);

/**
 * A model as its folder describes it: `model.yaml`, with `prompt.liquid` or the messages of `prompt.yaml` as `prompt`,
 * `README.md` and `examples.json`.
 */
export const modelDefinition = z
  .strictObject({
    title: z.string().min(1).max(80),
    description: z.string().min(1).max(600),
    links: modelLinks.optional(),
    /** Who finds the model; public unless it says otherwise. */
    visibility: visibility.optional(),
    limits: modelLimits.optional(),
    retentionDays: retentionDays.optional(),
    weights,
    /** A LoRA on top of the weights. */
    adapter: adapter.optional(),
    /** The only engine that it may run on: one of the file at VITRINE_ENGINES, or `bundled`. Without it, any that serves the weights. */
    engine: engineName.optional(),
    sampling,
    /** Whether programs may ask the weights with prompts of their own, past the form, in OpenAI's protocol. */
    rawPrompts: z.boolean().optional(),
    inputs: z.array(inputDeclaration).min(1).max(32),
    output: outputDeclaration,
    prompt,
    readme: z.string().max(64_000).optional(),
    examples: exampleList.optional(),
  })
  .superRefine((definition, context) => {
    for (const { path, message } of mistakesIn(definition.inputs))
      context.addIssue({ code: "custom", path: ["inputs", ...path], message });
    for (const { path, message } of outputMistakes(definition.output, definition.inputs))
      context.addIssue({ code: "custom", path: ["output", ...path], message });
    for (const { path, message } of weightsMistakes(definition.weights))
      context.addIssue({ code: "custom", path: ["weights", ...path], message });
    if (definition.rawPrompts && askedWith(definition.weights) === "inputs")
      context.addIssue({ code: "custom", path: ["rawPrompts"], message: NO_PROMPTS });
    for (const { path, message } of promptMistakes(definition))
      context.addIssue({ code: "custom", path, message });
  });
export type ModelDefinition = z.infer<typeof modelDefinition>;
