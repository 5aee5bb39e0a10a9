import type { JsonValue } from "../json.ts";
import type { OutputDeclaration } from "../outputs/declaration.ts";
import { readTables } from "../sql/read-tables.ts";
import { shorten } from "./characters.ts";
import { sameJson } from "./check-json.ts";
import { complaintAbout } from "./check-value.ts";
import type { Complaint } from "./complaint.ts";
import type { InputDeclaration } from "./declaration.ts";
import { isObject } from "./json-input.ts";
import { type InputValues, isVisible, offeredInputs, textOf } from "./values.ts";

/** One thing wrong with an input, in the shape of Replicate's `invalid_fields`. */
export type InvalidField = { type: string; field: string; description: string };

export type CheckedInput =
  | { ok: true; values: InputValues }
  | { ok: false; invalidFields: InvalidField[] };

/** What a form asks for, and the output that is made of it. */
export type FormDeclaration = { inputs: InputDeclaration[]; output: OutputDeclaration };

/**
 * Checks what a visitor sent against a model's declared inputs and puts in their defaults. Browser and server call this
 * same function, so that neither accepts what the other refuses. A missing or undeclared input is reported on `input`, a
 * wrong value on `input.<name>`.
 */
export function checkInput({ inputs, output }: FormDeclaration, raw: unknown): CheckedInput {
  const checked = checkEach(inputs, raw);
  const unusable = checked.ok ? unusableFor(output, checked.values) : null;
  return unusable ? { ok: false, invalidFields: [unusable] } : checked;
}

function checkEach(declarations: InputDeclaration[], raw: unknown): CheckedInput {
  if (!isObject(raw))
    return {
      ok: false,
      invalidFields: [
        { type: "invalid_type", field: "input", description: "must be an object of input values" },
      ],
    };
  const offered = offeredInputs(declarations);
  const given = new Map<string, unknown>(Object.entries(raw));
  const invalidFields = undeclaredInputs(offered, given);
  const values: InputValues = {};
  const failed = new Set<string>();
  for (const declaration of offered) {
    const { name, visibleWhen } = declaration;
    // Whether it applies cannot be said before that one is right.
    if (visibleWhen && failed.has(visibleWhen.input)) continue;
    const { value, complaint } = checkOne(declaration, given.get(name), values);
    if (value !== undefined) values[name] = value;
    if (!complaint) continue;
    failed.add(name);
    const field = complaint.type === "required" ? "input" : `input.${name}`;
    invalidFields.push({ ...complaint, field });
  }
  return invalidFields.length > 0 ? { ok: false, invalidFields } : { ok: true, values };
}

/** A question, say, in the field of the tables: whatever were written from it would run on nothing. */
function unusableFor(output: OutputDeclaration, values: InputValues): InvalidField | null {
  if (output.kind !== "sql" || output.tables === undefined) return null;
  if (readTables(textOf(values[output.tables])).length > 0) return null;
  return {
    type: "no_tables",
    field: `input.${output.tables}`,
    description: "must name a table: write one a line with its columns, such as orders(id, price)",
  };
}

type CheckedValue = { value?: JsonValue; complaint?: Complaint };

function checkOne(
  declaration: InputDeclaration,
  given: unknown,
  before: InputValues,
): CheckedValue {
  if (!isVisible(declaration, before)) {
    const complaint = complaintAboutUnasked(declaration, given);
    return complaint ? { complaint } : {};
  }
  const value = givenOrPreset(declaration, given);
  const complaint = complaintAboutGiven(declaration, value);
  if (complaint) return { complaint };
  return value === undefined ? {} : { value: value as JsonValue }; // its type has just been checked
}

/** Clients say null for what they leave out. */
function givenOrPreset({ optional, default: preset }: InputDeclaration, value: unknown): unknown {
  const isLeftOut = value === undefined || (value === null && optional);
  return isLeftOut ? preset : value;
}

function complaintAboutGiven(declaration: InputDeclaration, value: unknown): Complaint | null {
  const { name, optional, fixed, default: preset } = declaration;
  if (value === undefined)
    return optional ? null : { type: "required", description: `${name} is required` };
  if (fixed && !sameJson(value as JsonValue, preset))
    return { type: "fixed", description: "is fixed by this model: leave it out" };
  return complaintAbout(declaration, value);
}

function complaintAboutUnasked(
  { visibleWhen }: InputDeclaration,
  value: unknown,
): Complaint | null {
  if (value === undefined || value === null || !visibleWhen) return null;
  const wanted = [visibleWhen.is].flat().join(" or ");
  return {
    type: "not_applicable",
    description: `applies only where ${visibleWhen.input} is ${wanted}: leave it out`,
  };
}

function undeclaredInputs(
  declarations: InputDeclaration[],
  given: Map<string, unknown>,
): InvalidField[] {
  const declared = new Set(declarations.map(({ name }) => name));
  const known = [...declared].join(", ");
  return [...given.keys()]
    .filter((name) => !declared.has(name))
    .map((name) => ({
      type: "additional_property_not_allowed",
      field: "input",
      description: `${shorten(name)} is not an input of this model, which takes ${known}`,
    }));
}
