/** A field of a form about an account, as its page describes it. */
export type FieldSpec = TextSpec | OptionsSpec;

export type TextSpec = {
  /** `area` has several lines. */
  kind: "text" | "email" | "password" | "area";
  name: string;
  label: string;
  help?: string;
  autoComplete?: string;
  isOptional?: boolean;
};

export type OptionsSpec = {
  kind: "radio" | "checkbox";
  name: string;
  label: string;
  options: { value: string; label: string; help?: string; isChosen?: boolean }[];
};

export const fieldIdOf = ({ name }: FieldSpec): string => `field-${name}`;
