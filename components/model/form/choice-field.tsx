import type { InputOf } from "#contract/inputs/declaration.ts";
import { FieldFrame, type FieldProps, fieldId, fieldNotes } from "./field-frame.tsx";
import { OptionList } from "./option-list.tsx";

/** More than these are easier to find in a list. */
const radioMax = 4;

export function ChoiceField(props: FieldProps<InputOf<"choice">>) {
  const { appearance, options } = props.input;
  const isRadio = (appearance ?? (options.length > radioMax ? "select" : "radio")) === "radio";
  return isRadio ? <Radios {...props} /> : <Select {...props} />;
}

function Radios({ input, text, error, onChange }: FieldProps<InputOf<"choice">>) {
  return (
    <FieldFrame input={input} error={error} isGroup>
      <OptionList
        type="radio"
        input={input}
        isChosen={(value) => value === text}
        onToggle={onChange}
      />
    </FieldFrame>
  );
}

function Select({ input, text, error, onChange }: FieldProps<InputOf<"choice">>) {
  const isForeign = !input.options.some(({ value }) => value === text);
  return (
    <FieldFrame input={input} error={error}>
      <select
        id={fieldId(input.name)}
        name={input.name}
        value={isForeign ? "" : text}
        onChange={(event) => onChange(event.target.value)}
        required={!input.optional}
        aria-invalid={error !== null || undefined}
        aria-describedby={fieldNotes(input)}
        className="field block min-h-11 px-3 aria-[invalid]:border-danger"
      >
        {(input.optional || isForeign) && (
          <option value="">{input.placeholder ?? (input.optional ? "None" : "Choose one")}</option>
        )}
        {input.options.map(({ value, label }) => (
          <option key={value} value={value}>
            {label ?? value}
          </option>
        ))}
      </select>
    </FieldFrame>
  );
}
