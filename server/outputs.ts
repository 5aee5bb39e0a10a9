import type { ModelDefinition } from "#contract/definition.ts";
import { honeycombGrammar } from "#contract/honeycomb/grammar.ts";
import { honeycombSchema } from "#contract/honeycomb/schema.ts";
import { withEnumerations } from "#contract/inputs/enumerations.ts";
import { shapeSchema } from "#contract/inputs/shape-parts.ts";
import { type InputValues, textOf, textsOf } from "#contract/inputs/values.ts";
import type { OutputOf } from "#contract/outputs/declaration.ts";
import { editsGrammar } from "#contract/outputs/edits-grammar.ts";
import { outputShape } from "#contract/outputs/output-shape.ts";
import { quotesIn, valuesIn } from "#contract/outputs/quotes.ts";
import { sqlGrammar } from "#contract/sql/grammar.ts";
import { canHoldTo, readTables } from "#contract/sql/read-tables.ts";
import type { Constraint } from "./inference/engine.ts";

/**
 * What the engine should keep to while it generates, for this model's kind of output and this visitor's inputs: the
 * strongest first, for engines that cannot take it the next. Empty for a kind that is free text.
 */
export function constraintsFor({ output }: ModelDefinition, values: InputValues): Constraint[] {
  if (output.kind === "honeycomb-query") {
    const columns = textsOf(values[output.columns]);
    const texts = output.question === undefined ? null : valuesIn(textOf(values[output.question]));
    return [
      { kind: "grammar", syntax: "gbnf", text: honeycombGrammar(columns, texts) },
      { kind: "json", schema: honeycombSchema(columns, texts) },
    ];
  }
  if (output.kind === "sql") return sqlConstraints(output, values);
  const shape = outputShape(output, quotesIn(values));
  if (!shape) return [];
  const json = { kind: "json", schema: shapeSchema(withEnumerations(shape, values)) } as const;
  return [...editsConstraints(output, values), json];
}

function editsConstraints(output: ModelDefinition["output"], values: InputValues): Constraint[] {
  const isEdits = output.kind === "diff" && output.edits;
  const text = isEdits ? editsGrammar(textOf(values[output.input]), output.words) : null;
  return text === null ? [] : [{ kind: "grammar", syntax: "gbnf", text }];
}

/** None where there are too many tables, or some by names in quotes: what is then written is held to nothing. */
function sqlConstraints({ tables: input }: OutputOf<"sql">, values: InputValues): Constraint[] {
  const tables = input === undefined ? [] : readTables(textOf(values[input]));
  return canHoldTo(tables) ? [{ kind: "grammar", syntax: "gbnf", text: sqlGrammar(tables) }] : [];
}

/** The kinds of constraint that a model's outputs need, the strongest first, as `constraintsFor` gives them. */
export function constraintKindsFor({ output }: ModelDefinition): ("grammar" | "json")[] {
  if (output.kind === "honeycomb-query") return ["grammar", "json"];
  if (output.kind === "sql") return output.tables === undefined ? [] : ["grammar"];
  if (output.kind === "diff" && output.edits) return ["grammar", "json"];
  return outputShape(output) ? ["json"] : [];
}
