import type { InputValues } from "../inputs/values.ts";
import type { JsonValue } from "../json.ts";
import type { OutputDeclaration, OutputOf } from "./declaration.ts";
import { cellText, editOf, readOutput, rowsOf } from "./read-output.ts";

export type Download = { extension: string; type: string; text: string };

/** Of languages whose files do not end in their own name. */
const extensions: Record<string, string> = {
  ...{ bash: "sh", elixir: "ex", javascript: "js", kotlin: "kt", markdown: "md", python: "py" },
  ...{ ruby: "rb", rust: "rs", shell: "sh", typescript: "ts" },
};

function extensionOf(language: string): string {
  const name = language.toLowerCase();
  return extensions[name] ?? (/^[a-z]{1,5}$/.test(name) ? name : "txt");
}

/** An output as a file: a table as CSV, an edited text without its reasons, the rest as it was written. */
export function downloadOf(
  declaration: OutputDeclaration,
  values: InputValues,
  text: string,
): Download {
  const plain = { extension: "txt", type: "text/plain", text };
  const read = readOutput(declaration, values, text);
  if (!read.ok) return plain;
  switch (declaration.kind) {
    case "text":
      return plain;
    case "image":
      return imageDownload(text);
    case "markdown":
      return { extension: "md", type: "text/markdown", text };
    case "sql":
      return { ...plain, extension: "sql" };
    case "code":
      return { ...plain, extension: extensionOf(declaration.language) };
    case "diff":
      return { ...plain, text: editOf(declaration, values, read.value).text };
    case "table":
      return { extension: "csv", type: "text/csv", text: toCsv(declaration, read.value) };
    case "json":
    case "key-values":
    case "honeycomb-query":
      return { extension: "json", type: "application/json", text };
  }
}

/** Its text is the image's own address. */
function imageDownload(text: string): Download {
  const [, type = "image/png", format = "png"] = /^data:(image\/(\w+));/.exec(text) ?? [];
  return { extension: format === "jpeg" ? "jpg" : format, type, text };
}

/** The address of a file that a browser is to save. */
export const downloadAddress = ({ type, text }: Download): string =>
  type.startsWith("image/") ? text : `data:${type};charset=utf-8,${encodeURIComponent(text)}`;

/** CSV by RFC 4180. */
function toCsv({ columns }: OutputOf<"table">, value: JsonValue): string {
  const head = columns.map(({ name, title = name, unit }) => (unit ? `${title} (${unit})` : title));
  const rows = rowsOf(value).map((row) =>
    columns.map(({ unit: _unit, ...column }) => cellText(column, row[column.name])),
  );
  return [head, ...rows].map((cells) => `${cells.map(toCell).join(",")}\r\n`).join("");
}

const isNumber = (text: string): boolean => /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text);

/** A spreadsheet would run what begins like a formula; an apostrophe keeps it text. */
function toCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && !isNumber(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
