import type { InputDeclaration } from "./declaration.ts";
import type { InputValues } from "./values.ts";

/** One thing wrong with an input, in the shape of Replicate's `invalid_fields`. */
export type InvalidField = { type: string; field: string; description: string };

export type CheckedInput =
  | { ok: true; values: InputValues }
  | { ok: false; invalidFields: InvalidField[] };

type Complaint = { type: string; description: string };

/**
 * Checks what a visitor sent against a model's declared inputs. Browser and server call this same function, so that
 * neither accepts what the other refuses. A missing or undeclared input is reported on `input`, a wrong value on `input.<name>`.
 */
export function checkInput(declarations: InputDeclaration[], raw: unknown): CheckedInput {
  if (typeof raw !== "object" || raw === null || Array.isArray(raw))
    return {
      ok: false,
      invalidFields: [
        { type: "invalid_type", field: "input", description: "must be an object of input values" },
      ],
    };
  const given = new Map<string, unknown>(Object.entries(raw));
  const invalidFields = undeclaredInputs(declarations, given);
  const values: InputValues = {};
  for (const declaration of declarations) {
    const value = given.get(declaration.name);
    if (value === undefined) {
      const description = `${declaration.name} is required`;
      invalidFields.push({ type: "required", field: "input", description });
      continue;
    }
    const complaint = complaintAbout(declaration, value);
    if (complaint) invalidFields.push({ ...complaint, field: `input.${declaration.name}` });
    else values[declaration.name] = value as string | string[]; // complaintAbout has just checked the type
  }
  return invalidFields.length > 0 ? { ok: false, invalidFields } : { ok: true, values };
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

function complaintAbout(declaration: InputDeclaration, value: unknown): Complaint | null {
  switch (declaration.type) {
    case "text":
      return complaintAboutText(value, declaration.maxLength);
    case "text-list":
      return complaintAboutList(value, declaration);
  }
}

function complaintAboutText(value: unknown, maxLength: number): Complaint | null {
  if (typeof value !== "string") return { type: "invalid_type", description: "must be text" };
  if (value.trim() === "")
    return { type: "string_too_short", description: "is empty: write something here" };
  if (hasUnstorable(value))
    return { type: "invalid_character", description: "holds a character that cannot be stored" };
  const length = countCharacters(value);
  if (length > maxLength)
    return {
      type: "string_too_long",
      description: `has ${length} characters; at most ${maxLength} are allowed`,
    };
  return null;
}

function complaintAboutList(
  value: unknown,
  limits: { maxItems: number; maxItemLength: number },
): Complaint | null {
  if (!Array.isArray(value))
    return { type: "invalid_type", description: "must be a list of texts" };
  if (value.length === 0)
    return { type: "too_few_items", description: "is empty: give at least one" };
  if (value.length > limits.maxItems)
    return {
      type: "too_many_items",
      description: `has ${value.length} entries; at most ${limits.maxItems} are allowed`,
    };
  const seen = new Set<unknown>();
  for (const [index, item] of value.entries()) {
    const complaint = complaintAboutText(item, limits.maxItemLength);
    if (complaint)
      return { ...complaint, description: `entry ${index + 1} ${complaint.description}` };
    if (seen.has(item))
      return {
        type: "duplicate_item",
        description: `has ${shorten(String(item))} twice: leave one of them out`,
      };
    seen.add(item);
  }
  return null;
}

/** NUL and lone surrogates: PostgreSQL stores neither, and no tokenizer means anything by them. */
const hasUnstorable = (text: string): boolean => text.includes("\0") || !isWellFormed(text);

const isWellFormed = (text: string): boolean => !/\p{Surrogate}/u.test(text);

/** Length as a person counts it: Unicode code points, not UTF-16 units. */
export function countCharacters(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

const shorten = (text: string): string =>
  text.length > 60 ? `“${text.slice(0, 57)}…”` : `“${text}”`;
