import { isImageData } from "../files.ts";
import { complaintAboutJson } from "../inputs/check-json.ts";
import { withEnumerations } from "../inputs/enumerations.ts";
import { type InputValues, textOf } from "../inputs/values.ts";
import type { JsonValue } from "../json.ts";
import type { OutputColumn, OutputDeclaration, OutputOf } from "./declaration.ts";
import { applyEdits, type Edit } from "./edits.ts";
import { outputShape } from "./output-shape.ts";

export type ReadOutput =
  | { ok: true; value: JsonValue }
  /** The rest of a sentence that begins with the output. */
  | { ok: false; complaint: string };

/** A finished output as what its kind says it is: JSON of its shape, or the text itself. */
export function readOutput(
  declaration: OutputDeclaration,
  values: InputValues,
  text: string,
): ReadOutput {
  if (declaration.kind === "image" && !isImageData(text)) return { ok: false, complaint: NO_IMAGE };
  const shape = outputShape(declaration);
  if (!shape) return { ok: true, value: text };
  const parsed = parseJson(text);
  if (!parsed.ok) return parsed;
  const complaint = complaintAboutJson(parsed.value, withEnumerations(shape, values));
  return complaint === null ? parsed : { ok: false, complaint };
}

const NO_IMAGE = "is no image: none is in it, and nothing is fetched from elsewhere";

function parseJson(text: string): ReadOutput {
  try {
    return { ok: true, value: JSON.parse(text) as JsonValue };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { ok: false, complaint: `is not JSON: ${why}` };
  }
}

export type Row = { [column: string]: JsonValue };

/** The rows of a table that has been read. */
export const rowsOf = (value: JsonValue): Row[] => value as Row[]; // readOutput has just checked its shape

/** The edited text and the reasons of a diff, which is all text where the model gives none. */
export function editOf(
  { input, edits }: OutputOf<"diff">,
  values: InputValues,
  value: JsonValue,
): { text: string; reasons: string[] } {
  if (typeof value === "string") return { text: value, reasons: [] };
  if (!edits) return value as { text: string; reasons: string[] }; // readOutput has just checked its shape
  const { text, made } = applyEdits(textOf(values[input]), editsOf(value));
  const reasons = made.map(({ find, reason }) => `“${find}” ${reason}`.trim());
  return { text, reasons: [...new Set(reasons)] };
}

/** The edits that a diff has been read as. */
export const editsOf = (value: JsonValue): Edit[] => value as Edit[]; // readOutput has just checked its shape

/** A cell as people read it. */
export function cellText({ unit }: OutputColumn, value: JsonValue | undefined): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "boolean") return value ? "yes" : "no";
  return unit === undefined ? String(value) : `${value} ${unit}`;
}
