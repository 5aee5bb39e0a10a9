import type { InputDeclaration } from "./declaration.ts";

/** What an input takes, as in "text list, max items 500"; of any type, as its declaration has it. */
export function describeInput(input: InputDeclaration): string {
  const {
    name: _name,
    title: _title,
    help: _help,
    placeholder: _placeholder,
    type,
    ...rest
  } = input;
  return [inWords(type), ...Object.entries(rest).flatMap(describeEntry)].join(", ");
}

/** A declaration's keys and values in a line. */
export const describeSettings = (settings: object): string =>
  Object.entries(settings).flatMap(describeEntry).join(", ");

function describeEntry([key, value]: [string, unknown]): string[] {
  if (value === undefined || value === false) return [];
  if (value === true) return [inWords(key)];
  return [`${inWords(key)} ${describeValue(value)}`];
}

/** A declared value as people read it. */
export function describeValue(value: unknown): string {
  if (value === null) return "none";
  if (Array.isArray(value)) return value.length > 0 ? value.map(describeValue).join(" · ") : "none";
  return typeof value === "object" ? describeSettings(value) : String(value);
}

/** "max items" for `maxItems`, "text list" for `text-list`. */
export const inWords = (key: string): string =>
  key
    .replace(/-/g, " ")
    .replace(
      /([a-z])([A-Z])/g,
      (_pair, end: string, start: string) => `${end} ${start.toLowerCase()}`,
    );
