import type { JsonShape } from "../inputs/json-shape.ts";
import type { OutputColumn, OutputDeclaration } from "./declaration.ts";

/** The shape of the JSON that an output of this kind is; null for kinds that are text, or that have a schema of their own. */
export function outputShape(declaration: OutputDeclaration): JsonShape | null {
  switch (declaration.kind) {
    case "json":
      return declaration.schema;
    case "table": {
      const { columns, maxRows } = declaration;
      const items = rowShape(columns);
      return { type: "array", items, ...(maxRows === undefined ? {} : { maxItems: maxRows }) };
    }
    case "key-values":
      return rowShape(declaration.fields);
    case "diff":
      return declaration.reasons ? editShape : null;
    case "text":
    case "markdown":
    case "code":
    case "sql":
    case "honeycomb-query":
      return null;
  }
}

const editShape: JsonShape = {
  type: "object",
  properties: {
    text: { type: "string" },
    reasons: { type: "array", items: { type: "string" } },
  },
  required: ["text", "reasons"],
};

const rowShape = (columns: OutputColumn[]): JsonShape => ({
  type: "object",
  properties: Object.fromEntries(columns.map((column) => [column.name, cellShape(column)])),
  required: columns.filter(({ optional }) => !optional).map(({ name }) => name),
});

function cellShape({ type, enumFrom }: OutputColumn): JsonShape {
  if (type !== "text") return { type };
  return enumFrom === undefined ? { type: "string" } : { type: "string", enumFrom };
}
