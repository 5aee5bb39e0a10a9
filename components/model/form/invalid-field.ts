import type { InvalidField } from "#contract/inputs/check-input.ts";
import type { InputDeclaration } from "#contract/inputs/declaration.ts";

/** A missing input is reported on `input` as a whole, with its name as the first word. */
export const isAbout = ({ type, field, description }: InvalidField, name: string): boolean =>
  field === `input.${name}` || (type === "required" && description.startsWith(`${name} `));

export function describeError(
  input: InputDeclaration,
  invalidFields: InvalidField[],
): string | null {
  const own = invalidFields.find((invalid) => isAbout(invalid, input.name));
  if (!own) return null;
  return own.type === "required"
    ? `${input.title} is needed.`
    : `${input.title} ${own.description}.`;
}
