import { countCharacters } from "#contract/inputs/check-input.ts";
import type { InputDeclaration } from "#contract/inputs/declaration.ts";
import { FieldFrame, fieldId, fieldNotes } from "./field-frame.tsx";

/** From this share of the limit on, the counter shows. */
const nearLimit = 0.8;

type TextFieldProps = {
  input: Extract<InputDeclaration, { type: "text" }>;
  text: string;
  error: string | null;
  onChange: (text: string) => void;
};

export function TextField({ input, text, error, onChange }: TextFieldProps) {
  const length = countCharacters(text);
  const count =
    length < input.maxLength * nearLimit
      ? null
      : {
          text: `${length.toLocaleString("en")} of ${input.maxLength.toLocaleString("en")} characters`,
          isOver: length > input.maxLength,
        };
  return (
    <FieldFrame input={input} error={error} count={count}>
      <textarea
        id={fieldId(input.name)}
        name={input.name}
        value={text}
        onChange={(event) => onChange(event.target.value)}
        placeholder={input.placeholder}
        required
        aria-invalid={error !== null || undefined}
        aria-describedby={fieldNotes(input)}
        className="field block field-sizing-content max-h-80 min-h-24 resize-y px-3.5 py-2.5 aria-[invalid]:border-danger"
      />
    </FieldFrame>
  );
}
