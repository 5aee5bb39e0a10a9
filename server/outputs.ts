import type { ModelDefinition } from "#contract/definition.ts";
import { checkHoneycombQuery } from "#contract/honeycomb/check.ts";
import { honeycombGrammar } from "#contract/honeycomb/grammar.ts";
import { honeycombSchema } from "#contract/honeycomb/schema.ts";
import { type InputValues, textsOf } from "#contract/inputs/values.ts";
import type { Constraint } from "./inference/engine.ts";

/**
 * What the engine should keep to while it generates, for this model's kind of output and this visitor's inputs: the
 * strongest first, for engines that cannot take it the next.
 */
export function constraintsFor(definition: ModelDefinition, values: InputValues): Constraint[] {
  const { output } = definition;
  switch (output.kind) {
    case "honeycomb-query": {
      const columns = textsOf(values[output.columns]);
      return [
        { kind: "grammar", syntax: "gbnf", text: honeycombGrammar(columns) },
        { kind: "json", schema: honeycombSchema(columns) },
      ];
    }
  }
}

/** The kinds of constraint that a model's outputs need, the strongest first, as `constraintsFor` gives them. */
export function constraintKindsFor({ output }: ModelDefinition): ("grammar" | "json")[] {
  switch (output.kind) {
    case "honeycomb-query":
      return ["grammar", "json"];
  }
}

/** Sentences on every rule of its kind that a finished output breaks, also those that no grammar can enforce. */
export function violationsOf(
  definition: ModelDefinition,
  values: InputValues,
  output: string,
): string[] {
  const declared = definition.output;
  switch (declared.kind) {
    case "honeycomb-query":
      return checkHoneycombQuery(output, textsOf(values[declared.columns])).violations;
  }
}
