import type { ModelDefinition } from "#contract/definition.ts";
import { checkHoneycombQuery } from "#contract/honeycomb/check.ts";
import { honeycombGrammar } from "#contract/honeycomb/grammar.ts";
import type { InputValues } from "#contract/inputs.ts";
import type { Constraint } from "./inference/engine.ts";

/** What the engine must keep to while it generates, for this model's kind of output and this visitor's inputs. */
export function constraintFor(definition: ModelDefinition, values: InputValues): Constraint {
  const { output } = definition;
  switch (output.kind) {
    case "honeycomb-query": {
      const text = honeycombGrammar(listValue(values, output.columns));
      return { kind: "grammar", syntax: "gbnf", text };
    }
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
      return checkHoneycombQuery(output, listValue(values, declared.columns)).violations;
  }
}

function listValue(values: InputValues, name: string): string[] {
  const value = values[name];
  return Array.isArray(value) ? value : [];
}
