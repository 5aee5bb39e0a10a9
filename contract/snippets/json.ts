import type { JsonValue } from "../json.ts";
import { escapeUnits, type LiteralSyntax, literal, quoted } from "./literal.ts";

const text = (value: string): string => quoted(value, escapeUnits);

const syntax: LiteralSyntax = {
  text,
  key: (name) => `${text(name)}: `,
  number: (json) => json,
  words: { true: "true", false: "false", null: "null" },
  list: ["[", "]"],
  map: ["{", "}"],
  hasTrailingComma: false,
  indentation: "  ",
};

/** JSON for people to read, with nothing hidden in it. */
export const readableJson = (value: JsonValue): string => literal(value, syntax);
