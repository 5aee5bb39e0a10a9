import type { InputOf } from "#contract/inputs/declaration.ts";
import { FieldFrame, type FieldProps, fieldId, fieldNotes } from "./field-frame.tsx";

/** A slider has this many places where its declaration names no step. */
const places = 100;

type NumberInput = InputOf<"integer"> | InputOf<"number">;

/** Typed as text, so that what is no number stays there to be mended; with a slider beside it where both ends are known. */
export function NumberField({ input, text, error, onChange }: FieldProps<NumberInput>) {
  const { name, title, type, minimum, maximum } = input;
  const isBounded = minimum !== undefined && maximum !== undefined;
  return (
    <FieldFrame input={input} error={error}>
      <div className="flex items-center gap-4">
        {isBounded && (
          <input
            type="range"
            aria-label={`${title}, as a slider`}
            min={minimum}
            max={maximum}
            step={stepOf(input, minimum, maximum)}
            value={Number.isFinite(Number(text)) && text !== "" ? Number(text) : minimum}
            onChange={(event) => onChange(event.target.value)}
            className="needs-script h-11 min-w-0 flex-1 accent-accent"
          />
        )}
        <input
          id={fieldId(name)}
          name={name}
          value={text}
          onChange={(event) => onChange(event.target.value)}
          inputMode={type === "integer" && (minimum ?? -1) >= 0 ? "numeric" : "decimal"}
          placeholder={input.placeholder}
          required={!input.optional}
          autoComplete="off"
          aria-invalid={error !== null || undefined}
          aria-describedby={fieldNotes(input)}
          className="field block min-h-11 max-w-40 px-3.5 tabular-nums aria-[invalid]:border-danger"
        />
      </div>
    </FieldFrame>
  );
}

function stepOf({ type, step }: NumberInput, minimum: number, maximum: number): number {
  if (step !== undefined) return step;
  return type === "integer" ? 1 : (maximum - minimum) / places;
}
