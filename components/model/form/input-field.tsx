import type { InputDeclaration } from "#contract/inputs/declaration.ts";
import { BooleanField } from "./boolean-field.tsx";
import { ChoiceField } from "./choice-field.tsx";
import { ChoiceListField } from "./choice-list-field.tsx";
import type { FieldProps } from "./field-frame.tsx";
import { FileField } from "./file-field.tsx";
import { FixedField } from "./fixed-field.tsx";
import { JsonField } from "./json-field.tsx";
import { ListField } from "./list-field.tsx";
import { NumberField } from "./number-field.tsx";
import { SecretField } from "./secret-field.tsx";
import { TextField } from "./text-field.tsx";

/** The field for an input's type. */
export function InputField({ input, ...rest }: FieldProps<InputDeclaration>) {
  if (input.fixed) return <FixedField input={input} />;
  switch (input.type) {
    case "text":
      return <TextField input={input} {...rest} />;
    case "integer":
    case "number":
      return <NumberField input={input} {...rest} />;
    case "boolean":
      return <BooleanField input={input} {...rest} />;
    case "choice":
      return <ChoiceField input={input} {...rest} />;
    case "choice-list":
      return <ChoiceListField input={input} {...rest} />;
    case "text-list":
      return <ListField input={input} {...rest} />;
    case "json":
      return <JsonField input={input} {...rest} />;
    case "image":
    case "file":
      return <FileField input={input} {...rest} />;
    case "secret":
      return <SecretField input={input} {...rest} />;
  }
}
