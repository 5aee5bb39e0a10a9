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

/** What fits beside its key stays on one line. */
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
  const [open, close] = Array.isArray(value) ? syntax.list : syntax.map;
  return enclose(entries, { open, close, depth, isList: Array.isArray(value), syntax });
}

type Enclosure = {
  open: string;
  close: string;
  depth: number;
  isList: boolean;
  syntax: LiteralSyntax;
};

function enclose(entries: string[], { open, close, depth, isList, syntax }: Enclosure): string {
  const line = `${open}${entries.join(", ")}${close}`;
  const fits = line.length <= lineMax && !line.includes("\n");
  if (entries.length === 0 || (isList && fits)) return line;
  const pad = syntax.indentation.repeat(depth);
  const lines = entries.map((entry) => `${pad}${syntax.indentation}${entry}`).join(",\n");
  return `${open}\n${lines}${syntax.hasTrailingComma ? "," : ""}\n${pad}${close}`;
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
