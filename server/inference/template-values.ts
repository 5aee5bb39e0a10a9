import type { InputDeclaration } from "#contract/inputs/declaration.ts";
import { textInAddress } from "#contract/inputs/file-text.ts";
import type { InputValues } from "#contract/inputs/values.ts";

/** An image among the values that a template puts in. */
export class ImageValue {
  readonly address: string;

  constructor(address: string) {
    this.address = address;
  }
}

/** The values of a template, by the names of the inputs. */
export type TemplateValues = Record<string, InputValues[string] | ImageValue>;

/** What a template sees of a form's values: images as what it cannot write out, and files as their texts. */
export function templateValues(
  inputs: InputDeclaration[],
  values: InputValues,
  texts: Record<string, string>,
): TemplateValues {
  const seen: TemplateValues = { ...values };
  for (const { name, type } of inputs) {
    const value = values[name];
    if (typeof value !== "string") continue;
    if (type === "image") seen[name] = new ImageValue(value);
    if (type === "file") seen[name] = texts[name] ?? textInAddress(value);
  }
  return seen;
}
