import type { JsonShape } from "../inputs/json-shape.ts";
import type { OutputColumn, OutputDeclaration } from "./declaration.ts";
import { mayChange, REASON_MAX, REPLACE_MAX } from "./edits.ts";

/** The only texts that can be quoted from an input, or null where any can: whole sentences as evidence, phrases to change. */
export type QuotesOf = (input: string, of: "sentences" | "phrases") => string[] | null;

/**
 * The shape of the JSON that an output of this kind is; null for kinds that are text, or that have a schema of their own.
 * Evidence, and what an edit finds, is held to `quotesOf` its input.
 */
export function outputShape(
  declaration: OutputDeclaration,
  quotesOf: QuotesOf = () => null,
): JsonShape | null {
  switch (declaration.kind) {
    case "json":
      return declaration.schema;
    case "table": {
      const { columns, maxRows } = declaration;
      const items = rowShape(columns, quotesOf);
      return { type: "array", items, ...(maxRows === undefined ? {} : { maxItems: maxRows }) };
    }
    case "key-values":
      return rowShape(declaration.fields, quotesOf);
    case "diff":
      if (declaration.edits) {
        const phrases = quotesOf(declaration.input, "phrases");
        return editsShape(phrases?.filter(mayChange(declaration.words)) ?? null);
      }
      return declaration.reasons ? reasonedShape : null;
    case "text":
    case "markdown":
    case "code":
    case "sql":
    case "image":
    case "honeycomb-query":
      return null;
  }
}

const reasonedShape: JsonShape = {
  type: "object",
  properties: {
    // In this order, as small models know better where to end when the text comes last.
    reasons: { type: "array", items: { type: "string" } },
    text: { type: "string" },
  },
  required: ["text", "reasons"],
};

/** An empty list of edits alone, where no phrase may be changed. */
const editsShape = (phrases: string[] | null): JsonShape => ({
  type: "array",
  ...(phrases?.length === 0 ? { maxItems: 0 } : {}),
  items: {
    type: "object",
    properties: {
      find: { type: "string", ...(phrases?.length ? { enum: phrases } : {}) },
      // A small model that begins to repeat itself comes to an end.
      replace: { type: "string", maxLength: REPLACE_MAX },
      reason: { type: "string", maxLength: REASON_MAX },
    },
    required: ["find", "replace", "reason"],
  },
});

const rowShape = (columns: OutputColumn[], quotesOf: QuotesOf): JsonShape => ({
  type: "object",
  properties: Object.fromEntries(
    columns.map((column) => [column.name, cellShape(column, quotesOf)]),
  ),
  required: columns.filter(({ optional }) => !optional).map(({ name }) => name),
});

function cellShape(column: OutputColumn, quotesOf: QuotesOf): JsonShape {
  const { type, enumFrom, evidence, quotes = "sentences" } = column;
  if (type !== "text") return { type };
  if (enumFrom !== undefined) return { type: "string", enumFrom };
  const found = evidence === undefined ? null : quotesOf(evidence, quotes);
  if (!found) return { type: "string" };
  return { type: "string", enum: quotes === "phrases" ? alsoSmall(found) : found };
}

/** A name has a capital where it begins a sentence, and none in a cell. */
const alsoSmall = (phrases: string[]): string[] => [
  ...new Set([
    ...phrases,
    ...phrases.map((text) => text.replace(/^\P{L}*\p{Lu}/u, (start) => start.toLowerCase())),
  ]),
];
