import { checkHoneycombQuery } from "../honeycomb/check.ts";
import { shorten } from "../inputs/characters.ts";
import { type InputValues, textOf, textsOf } from "../inputs/values.ts";
import type { JsonValue } from "../json.ts";
import type { OutputColumn, OutputDeclaration, OutputOf } from "./declaration.ts";
import { applyEdits, type Edit, mayChange } from "./edits.ts";
import { editsOf, type Row, readOutput, rowsOf } from "./read-output.ts";

/** Sentences on every rule of its kind that a finished output breaks, also those that no grammar can enforce. */
export function violationsOf(
  declaration: OutputDeclaration,
  values: InputValues,
  text: string,
): string[] {
  if (declaration.kind === "honeycomb-query") return queryViolations(declaration, values, text);
  const read = readOutput(declaration, values, text);
  if (!read.ok) return [`The output ${read.complaint}.`];
  switch (declaration.kind) {
    case "table":
      return rowsOf(read.value).flatMap((row, index) =>
        unfounded(declaration.columns, values, row).map((what) => `Row ${index + 1}: ${what}`),
      );
    case "key-values":
      return unfounded(declaration.fields, values, read.value as Row);
    case "diff":
      return declaration.edits
        ? editViolations(declaration, values, editsOf(read.value))
        : blank(read.value);
    default:
      return blank(read.value);
  }
}

function queryViolations(
  { columns, question }: OutputOf<"honeycomb-query">,
  values: InputValues,
  text: string,
): string[] {
  const { query, violations } = checkHoneycombQuery(text, textsOf(values[columns]));
  if (question === undefined) return violations;
  const said = textOf(values[question]).toLowerCase();
  const looked = (query?.filters ?? []).flatMap(({ value }) => value ?? []);
  const unsaid = looked.filter((each) => !said.includes(String(each).toLowerCase()));
  return [
    ...violations,
    ...unsaid
      .filter((each) => typeof each === "string")
      .map((each) => `The query looks for ${shorten(each)}, of which the question says nothing.`),
  ];
}

const blank = (value: JsonValue): string[] =>
  typeof value === "string" && value.trim() === "" ? ["The model wrote nothing."] : [];

function editViolations(
  { input, words }: OutputOf<"diff">,
  values: InputValues,
  edits: Edit[],
): string[] {
  const isFound = mayChange(words);
  const { lost } = applyEdits(textOf(values[input]), edits);
  return [
    ...lost.map(
      ({ find }) =>
        `${shorten(find)} does not occur in the text again, so nothing was put in its place.`,
    ),
    ...edits
      .filter(({ find }) => !isFound(find))
      .map(({ find }) => `${shorten(find)} is none of the words that this model changes.`),
  ];
}

/** Quotes that do not occur where they are said to be from. */
function unfounded(columns: OutputColumn[], values: InputValues, row: Row): string[] {
  return columns.flatMap(({ name, title = name, evidence, quotes }) => {
    const quote = row[name];
    if (evidence === undefined || typeof quote !== "string") return [];
    const read = (text: string) => (quotes === "phrases" ? text.toLowerCase() : text);
    const source = read(normalize(textOf(values[evidence])));
    return source.includes(read(normalize(quote))) && quote.trim() !== ""
      ? []
      : [`${title} ${shorten(quote)} does not occur in the text.`];
  });
}

/** Line breaks and doubled spaces are no difference. */
const normalize = (text: string): string => text.replace(/\s+/g, " ").trim();
