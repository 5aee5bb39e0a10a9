import type { InputOf } from "#contract/inputs/declaration.ts";
import { FieldNotes, type FieldProps, fieldId, fieldNotes } from "./field-frame.tsx";

export function BooleanField({ input, text, error, onChange }: FieldProps<InputOf<"boolean">>) {
  const id = fieldId(input.name);
  return (
    <div>
      <label className="flex min-h-11 items-center gap-3 font-medium" htmlFor={id}>
        <input
          type="checkbox"
          id={id}
          name={input.name}
          value="true"
          checked={text === "true" || text === "on"}
          onChange={(event) => onChange(event.target.checked ? "true" : "")}
          aria-invalid={error !== null || undefined}
          aria-describedby={fieldNotes(input)}
          className="size-5 shrink-0 accent-accent"
        />
        {input.title}
      </label>
      <FieldNotes input={input} error={error} count={null} />
    </div>
  );
}
