import type { InputOf } from "#contract/inputs/declaration.ts";
import { FieldFrame, type FieldProps, fieldId, fieldNotes } from "./field-frame.tsx";

export function JsonField({ input, text, error, onChange }: FieldProps<InputOf<"json">>) {
  return (
    <FieldFrame input={input} error={error}>
      <textarea
        id={fieldId(input.name)}
        name={input.name}
        value={text}
        onChange={(event) => onChange(event.target.value)}
        placeholder={input.placeholder ?? "{ }"}
        required={!input.optional}
        spellCheck={false}
        autoCapitalize="none"
        aria-invalid={error !== null || undefined}
        aria-describedby={fieldNotes(input)}
        className="field code block field-sizing-content max-h-96 min-h-32 resize-y px-3.5 py-2.5 text-base aria-[invalid]:border-danger sm:text-sm"
      />
    </FieldFrame>
  );
}
