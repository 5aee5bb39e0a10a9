import type { InputDeclaration } from "#contract/inputs/declaration.ts";
import { type InputValues, textsOf } from "#contract/inputs/values.ts";
import { formatTextList, parseTextList } from "#contract/text-list.ts";

/** What stands in a form, by input name, as typed: lists as the text of their items. */
export type FormTexts = Record<string, string>;

/** A submitted form, or its texts as a map. */
type Source = { get(name: string): unknown };

export function readValues(inputs: InputDeclaration[], source: Source): InputValues {
  const entries = inputs.map((input) => {
    const text = String(source.get(input.name) ?? "");
    return [input.name, input.type === "text-list" ? parseTextList(text).items : text];
  });
  return Object.fromEntries(entries);
}

export function writeTexts(inputs: InputDeclaration[], values: InputValues): FormTexts {
  const entries = inputs.map(({ name, type }) => {
    const value = values[name] ?? "";
    return [name, type === "text-list" ? formatTextList(textsOf(value)) : String(value)];
  });
  return Object.fromEntries(entries);
}
