import type { InputOf } from "#contract/inputs/declaration.ts";
import { FieldFrame, type FieldProps, fieldId, fieldNotes } from "./field-frame.tsx";

/** What nobody is to read over the visitor's shoulder, and no browser is to keep. */
export function SecretField({ input, text, error, onChange }: FieldProps<InputOf<"secret">>) {
  return (
    <FieldFrame input={input} error={error}>
      <input
        type="password"
        id={fieldId(input.name)}
        name={input.name}
        value={text}
        onChange={(event) => onChange(event.target.value)}
        placeholder={input.placeholder}
        required={!input.optional}
        autoComplete="off"
        spellCheck={false}
        aria-invalid={error !== null || undefined}
        aria-describedby={fieldNotes(input)}
        className="field block min-h-11 px-3.5 aria-[invalid]:border-danger"
      />
      <p className="mt-1.5 text-sm text-muted">
        It is not kept: not here, and not in the prediction.
      </p>
    </FieldFrame>
  );
}
