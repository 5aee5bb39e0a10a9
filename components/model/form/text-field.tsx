import { countCharacters } from "#contract/inputs/characters.ts";
import type { InputOf } from "#contract/inputs/declaration.ts";
import { FieldFrame, type FieldProps, fieldId, fieldNotes } from "./field-frame.tsx";

/** From this share of the limit on, the counter shows. */
const nearLimit = 0.8;

export function TextField({ input, text, error, onChange }: FieldProps<InputOf<"text">>) {
  const common = {
    id: fieldId(input.name),
    name: input.name,
    value: text,
    placeholder: input.placeholder,
    required: !input.optional,
    "aria-invalid": error !== null || undefined,
    "aria-describedby": fieldNotes(input),
  };
  return (
    <FieldFrame input={input} error={error} count={countOf(text, input.maxLength)}>
      {input.multiline === false ? (
        <input
          {...common}
          onChange={(event) => onChange(event.target.value)}
          className="field block min-h-11 px-3.5 aria-[invalid]:border-danger"
        />
      ) : (
        <textarea
          {...common}
          onChange={(event) => onChange(event.target.value)}
          className="field block field-sizing-content max-h-80 min-h-24 resize-y px-3.5 py-2.5 aria-[invalid]:border-danger"
        />
      )}
    </FieldFrame>
  );
}

function countOf(text: string, maxLength: number) {
  const length = countCharacters(text);
  if (length < maxLength * nearLimit) return null;
  const [is, most] = [length.toLocaleString("en"), maxLength.toLocaleString("en")];
  return { text: `${is} of ${most} characters`, isOver: length > maxLength };
}
