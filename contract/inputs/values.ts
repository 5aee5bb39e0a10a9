import type { JsonValue } from "../json.ts";
import type { InputDeclaration } from "./declaration.ts";

/** The values of one filled-in form: every declared input that was given, and no other. */
export type InputValues = Record<string, JsonValue>;

/** What stands in a stored prediction where a secret was given. */
export const KEPT_SECRET = "(secret)";

/** Whether an input's value is the address of a file that was sent here. */
export const takesFile = ({ type }: InputDeclaration): boolean =>
  type === "image" || type === "file";

/** A value as text; empty where there is none. */
export const textOf = (value: JsonValue | undefined): string => String(value ?? "");

/** A value as a list of texts; empty where it is none. */
export const textsOf = (value: JsonValue | undefined): string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];

/** Whether an input is part of the form while these values stand in it. */
export function isVisible({ visibleWhen }: InputDeclaration, values: InputValues): boolean {
  if (!visibleWhen) return true;
  const wanted: unknown[] = [visibleWhen.is].flat();
  const actual = values[visibleWhen.input];
  return [actual].flat().some((value) => value !== undefined && wanted.includes(value));
}

/** The inputs that anybody may know of: what is fixed and hidden is the model's own business. */
export const offeredInputs = (inputs: InputDeclaration[]): InputDeclaration[] =>
  inputs.filter(({ fixed }) => fixed !== "hidden");

/**
 * What a prompt is made of: every declared input by name, with the default of those that are fixed and null for what was
 * left out or does not apply.
 */
export const promptValues = (inputs: InputDeclaration[], values: InputValues): InputValues =>
  Object.fromEntries(
    inputs.map(({ name, fixed, default: preset }) => [
      name,
      (fixed ? preset : values[name]) ?? null,
    ]),
  );
