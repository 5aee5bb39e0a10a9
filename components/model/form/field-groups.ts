import type { InputDeclaration } from "#contract/inputs/declaration.ts";

export type FieldGroup = { title: string | null; inputs: InputDeclaration[] };

/** Neighbours of the same group under its title; what is advanced stands apart, at the end. */
export function groupFields(inputs: InputDeclaration[]): {
  groups: FieldGroup[];
  advanced: InputDeclaration[];
} {
  const groups: FieldGroup[] = [];
  for (const input of inputs.filter(({ advanced }) => !advanced)) {
    const title = input.group ?? null;
    const last = groups.at(-1);
    if (last?.title === title) last.inputs.push(input);
    else groups.push({ title, inputs: [input] });
  }
  return { groups, advanced: inputs.filter(({ advanced }) => advanced) };
}
