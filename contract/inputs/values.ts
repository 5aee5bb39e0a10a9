import type { JsonValue } from "../json.ts";

/** The values of one filled-in form: every declared input that was given, and no other. */
export type InputValues = Record<string, JsonValue>;

/** A value as a list of texts; empty where it is none. */
export const textsOf = (value: JsonValue | undefined): string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
