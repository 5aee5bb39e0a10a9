import type { JsonValue } from "../json.ts";

/** How one language writes the values that JSON can say. */
export type LiteralSyntax = {
  text: (text: string) => string;
  key: (name: string) => string;
  /** The number's shortest JSON text, which most languages read. */
  number: (json: string) => string;
  words: { true: string; false: string; null: string };
  list: [open: string, close: string];
  map: [open: string, close: string];
  /** Whether a comma may follow the last item, as most people then write one. */
  hasTrailingComma: boolean;
  indentation: string;
};

/** How long a line of a list grows, the list’s own indentation included. */
const lineMax = 72;

/** Writes a value as a language's literal; its lines after the first are indented by `depth` steps. */
export function literal(value: JsonValue, syntax: LiteralSyntax, depth = 0): string {
  if (typeof value === "string") return syntax.text(value);
  if (typeof value === "number") return syntax.number(JSON.stringify(value));
  if (typeof value === "boolean" || value === null) return syntax.words[`${value}`];
  const entries = Array.isArray(value)
    ? value.map((item) => literal(item, syntax, depth + 1))
    : Object.entries(value).map(
        ([name, item]) => syntax.key(name) + literal(item, syntax, depth + 1),
      );
  if (!Array.isArray(value)) return enclose(entries, syntax.map, syntax, depth);
  const isFlat = value.every((item) => typeof item !== "object" || item === null);
  return isFlat
    ? enclose(fill(entries, syntax, depth), syntax.list, syntax, depth)
    : enclose(entries, syntax.list, syntax, depth);
}

/** Lines of as many items as fit. */
function fill(items: string[], { indentation }: LiteralSyntax, depth: number): string[] {
  const room = lineMax - indentation.length * (depth + 1);
  const lines: string[] = [];
  for (const item of items) {
    const longer = lines.length > 0 ? `${lines.at(-1)}, ${item}` : item;
    if (lines.length > 0 && longer.length <= room) lines[lines.length - 1] = longer;
    else lines.push(item);
  }
  return lines;
}

function enclose(
  lines: string[],
  [open, close]: [string, string],
  { indentation, hasTrailingComma, list }: LiteralSyntax,
  depth: number,
): string {
  const fitsOneLine = open === list[0] && lines.length <= 1 && !lines[0]?.includes("\n");
  if (lines.length === 0 || fitsOneLine) return `${open}${lines.join("")}${close}`;
  const pad = indentation.repeat(depth);
  const text = lines.map((line) => `${pad}${indentation}${line}`).join(",\n");
  return `${open}\n${text}${hasTrailingComma ? "," : ""}\n${pad}${close}`;
}

/**
 * Whatever does not show, or shows as something else: controls, what turns the direction of reading, halves of characters,
 * unusual line ends. Code that is copied says what it does, so these are written out.
 */
const hidden = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** A text between double quotes, with the escapes that JSON, JavaScript, Python and Elixir have in common. */
export function quoted(text: string, escapeHidden: (character: string) => string): string {
  const visible = text
    .replaceAll("\\", "\\\\")
    .replaceAll('"', '\\"')
    .replace(hidden, (character) => shortEscapes[character] ?? escapeHidden(character));
  return `"${visible}"`;
}

const shortEscapes: Record<string, string> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** `\uXXXX` for each UTF-16 unit, as JSON and JavaScript write what is beyond them. */
export const escapeUnits = (character: string): string =>
  character
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
