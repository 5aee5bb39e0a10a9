import type { JsonValue } from "../json.ts";
import { formatTextList, parseTextList } from "../text-list.ts";
import type { InputDeclaration } from "./declaration.ts";
import { type InputValues, isVisible, textsOf } from "./values.ts";

/** What stands in a form, by input name, as typed: lists as the text of their items, one a line. */
export type FormTexts = Record<string, string>;

/** The texts of a submitted form; a field that is there several times, as checkboxes are, gives a line each. Files are left out. */
export const textsOfForm = (
  inputs: InputDeclaration[],
  form: Pick<URLSearchParams, "getAll"> | Pick<FormData, "getAll">,
): FormTexts =>
  Object.fromEntries(inputs.map(({ name }) => [name, form.getAll(name).filter(isText).join("\n")]));

const isText = (value: unknown): boolean => typeof value === "string";

/** The values that a form's texts mean; what cannot be read stays text, so that checkInput names it. */
export function readValues(inputs: InputDeclaration[], texts: FormTexts): InputValues {
  const values: InputValues = {};
  for (const input of inputs) {
    if (input.fixed || !isVisible(input, values)) continue;
    const value = readValue(input, texts[input.name] ?? "");
    if (value !== undefined) values[input.name] = value;
  }
  return values;
}

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

function readValue({ type, optional }: InputDeclaration, text: string): JsonValue | undefined {
  switch (type) {
    case "text":
      return optional && text.trim() === "" ? undefined : text;
    case "integer":
    case "number":
      if (text.trim() === "") return undefined;
      return decimal.test(text.trim()) ? Number(text) : text;
    case "boolean":
      return readBoolean(text);
    case "choice":
    case "image":
    case "file":
    case "secret":
      return text === "" ? undefined : text;
    case "choice-list":
      return readLines(text.split("\n").filter(Boolean), optional);
    case "text-list":
      return readLines(parseTextList(text).items, optional);
    case "json":
      return text.trim() === "" ? undefined : readJson(text);
  }
}

/** A box that is not ticked sends nothing. */
const readBoolean = (text: string): JsonValue => {
  if (text === "" || text === "false") return false;
  return text === "true" || text === "on" ? true : text;
};

const readLines = (lines: string[], optional: boolean | undefined): string[] | undefined =>
  optional && lines.length === 0 ? undefined : lines;

function readJson(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return text;
  }
}

/** The texts with which a form shows these values, and the defaults of what they leave out. */
export function writeTexts(inputs: InputDeclaration[], values: InputValues): FormTexts {
  const entries = inputs.map((input) => {
    const value = values[input.name] ?? input.default;
    return [input.name, value === undefined ? "" : writeText(input, value as JsonValue)];
  });
  return Object.fromEntries(entries);
}

function writeText({ type }: InputDeclaration, value: JsonValue): string {
  if (type === "secret") return ""; // it was not kept
  if (type === "text-list") return formatTextList(textsOf(value));
  if (type === "choice-list") return textsOf(value).join("\n");
  return typeof value === "object" ? JSON.stringify(value, null, 2) : String(value);
}
