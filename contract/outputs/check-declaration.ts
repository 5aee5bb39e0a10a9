import type { InputDeclaration } from "../inputs/declaration.ts";
import { enumerationsIn } from "../inputs/enumerations.ts";
import type { OutputDeclaration, OutputOf } from "./declaration.ts";
import { outputShape } from "./output-shape.ts";

/** A mistake in a model's output: where it stands, as a path below `output`, and what would be right. */
export type OutputMistake = { path: PropertyKey[]; message: string };

/** Mistakes between a model's output and the inputs that it names. */
export function outputMistakes(
  output: OutputDeclaration,
  inputs: InputDeclaration[],
): OutputMistake[] {
  switch (output.kind) {
    case "honeycomb-query":
      return [
        ...wanted(inputs, output.columns, ["text-list"], ["columns"]),
        ...wanted(inputs, output.question, ["text"], ["question"]),
      ];
    case "sql":
      return [...sampleMistakes(output), ...wanted(inputs, output.tables, ["text"], ["tables"])];
    case "diff":
      return [
        ...wanted(inputs, output.input, ["text"], ["input"]),
        ...(output.edits && output.reasons ? [{ path: ["reasons"], message: TWO_WAYS }] : []),
        ...(output.words && !output.edits ? [{ path: ["words"], message: NO_EDITS }] : []),
      ];
    case "table":
      return columnMistakes(output.columns, inputs, "columns");
    case "key-values":
      return columnMistakes(output.fields, inputs, "fields");
    default:
      return enumerationsIn(outputShape(output) ?? { type: "boolean" }).flatMap((name) =>
        wanted(inputs, name, lists, ["schema"]),
      );
  }
}

const NO_EDITS = "needs edits: true, as it lists what they may change";
const TWO_WAYS = "goes without edits, each of which has its own reason: choose one of the two";

/** Browsers run SQLite, and only in its own dialect does a query mean there what it says. */
function sampleMistakes({ sampleData, dialect }: OutputOf<"sql">): OutputMistake[] {
  if (sampleData === undefined || dialect === "sqlite") return [];
  return [{ path: ["sampleData"], message: "needs dialect: sqlite, which it is tried in" }];
}

const lists: InputDeclaration["type"][] = ["text-list", "choice-list"];

function columnMistakes(
  columns: OutputOf<"table">["columns"],
  inputs: InputDeclaration[],
  key: string,
): OutputMistake[] {
  return columns.flatMap(({ name, type, enumFrom, evidence }, index) => {
    const at = (part: string) => [key, index, part];
    const isTwin = columns.findIndex((other) => other.name === name) < index;
    const isText = type === "text" || (enumFrom === undefined && evidence === undefined);
    return [
      ...(isTwin ? [{ path: at("name"), message: "is there twice: choose another" }] : []),
      ...(isText ? [] : [{ path: at("type"), message: "must be text, to be held to an input" }]),
      ...wanted(inputs, enumFrom, lists, at("enumFrom")),
      ...wanted(inputs, evidence, ["text"], at("evidence")),
    ];
  });
}

/** An output can only lean on an input that is always there; `name` is missing where it leans on none. */
function wanted(
  inputs: InputDeclaration[],
  name: string | undefined,
  types: InputDeclaration["type"][],
  path: PropertyKey[],
): OutputMistake[] {
  if (name === undefined) return [];
  const input = inputs.find((each) => each.name === name);
  const names = inputs.map((each) => each.name).join(", ");
  if (!input || !types.includes(input.type)) {
    const message = `names no ${types.join(" or ")} input; the inputs are ${names}`;
    return [{ path, message }];
  }
  const isCertain = !input.optional && !input.visibleWhen && input.fixed !== "hidden";
  if (isCertain) return [];
  return [{ path, message: `names ${name}, which may be missing: it must always be given` }];
}
