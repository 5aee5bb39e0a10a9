import type { ModelDefinition } from "#contract/definition.ts";
import { honeycombGrammar } from "#contract/honeycomb/grammar.ts";
import { honeycombSchema } from "#contract/honeycomb/schema.ts";
import { withEnumerations } from "#contract/inputs/enumerations.ts";
import { shapeSchema } from "#contract/inputs/shape-parts.ts";
import { type InputValues, textsOf } from "#contract/inputs/values.ts";
import { outputShape } from "#contract/outputs/output-shape.ts";
import type { Constraint } from "./inference/engine.ts";

/**
 * What the engine should keep to while it generates, for this model's kind of output and this visitor's inputs: the
 * strongest first, for engines that cannot take it the next. Empty for a kind that is free text.
 */
export function constraintsFor({ output }: ModelDefinition, values: InputValues): Constraint[] {
  if (output.kind === "honeycomb-query") {
    const columns = textsOf(values[output.columns]);
    return [
      { kind: "grammar", syntax: "gbnf", text: honeycombGrammar(columns) },
      { kind: "json", schema: honeycombSchema(columns) },
    ];
  }
  const shape = outputShape(output, (input) => sentencesOf(String(values[input] ?? "")));
  return shape ? [{ kind: "json", schema: shapeSchema(withEnumerations(shape, values)) }] : [];
}

/** More of them than this would make a grammar that no engine takes. */
const SENTENCES_MAX = 200;

/** What evidence can be quoted: whole sentences, as they stand; null for a text with too many. */
function sentencesOf(text: string): string[] | null {
  const pieces = new Intl.Segmenter("en", { granularity: "sentence" }).segment(text);
  const sentences = new Set(Array.from(pieces, ({ segment }) => segment.trim()));
  sentences.delete("");
  return sentences.size > 0 && sentences.size <= SENTENCES_MAX ? [...sentences] : null;
}

/** The kinds of constraint that a model's outputs need, the strongest first, as `constraintsFor` gives them. */
export function constraintKindsFor({ output }: ModelDefinition): ("grammar" | "json")[] {
  if (output.kind === "honeycomb-query") return ["grammar", "json"];
  return outputShape(output) ? ["json"] : [];
}
