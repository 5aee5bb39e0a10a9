import type { InputValues } from "../inputs/values.ts";

/** What a snippet asks for. */
export type SnippetCall = {
  /** Of this installation, with or without a slash at its end. */
  address: string;
  /** `owner/name` */
  model: string;
  /** The 64 hex digits of its version. */
  version: string;
  input: InputValues;
  /** Whether only those who bring a token may call it. */
  needsToken: boolean;
  /** Whether its output is one text, not a list of chunks. */
  isWhole: boolean;
};

/** Makes the text of a program that runs as it is. */
export type Snippet = (call: SnippetCall) => string;

/** The environment variable that snippets read a token from, so that none stands in a program's text. */
export const TOKEN_VARIABLE = "VITRINE_API_TOKEN";

/** A version as Replicate's clients name it. */
export const referenceOf = ({ model, version }: SnippetCall): string => `${model}:${version}`;

/** The address of one of the API's paths. */
export const addressOf = ({ address }: Pick<SnippetCall, "address">, path: string): string =>
  new URL(path, address).href;
