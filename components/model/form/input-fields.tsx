import { Icon } from "#components/ui/icon.tsx";
import type { InvalidField } from "#contract/inputs/check-input.ts";
import type { InputDeclaration } from "#contract/inputs/declaration.ts";
import { type FormTexts, readValues } from "#contract/inputs/form-texts.ts";
import { isVisible } from "#contract/inputs/values.ts";
import { groupFields } from "./field-groups.ts";
import { InputField } from "./input-field.tsx";
import { describeError } from "./invalid-field.ts";

type InputFieldsProps = {
  inputs: InputDeclaration[];
  texts: FormTexts;
  invalidFields: InvalidField[];
  onChange: (name: string, text: string) => void;
};

/** The fields that apply to what stands in the form, in their groups. */
export function InputFields({ inputs, texts, invalidFields, onChange }: InputFieldsProps) {
  const values = readValues(inputs, texts);
  const { groups, advanced } = groupFields(inputs.filter((input) => isVisible(input, values)));
  const isWrong = advanced.some((input) => describeError(input, invalidFields) !== null);

  const renderField = (input: InputDeclaration) => (
    <InputField
      key={input.name}
      input={input}
      text={texts[input.name] ?? ""}
      error={describeError(input, invalidFields)}
      onChange={(text) => onChange(input.name, text)}
    />
  );

  return (
    <>
      {groups.map((group) =>
        group.title === null ? (
          group.inputs.map(renderField)
        ) : (
          <fieldset key={group.inputs[0]?.name} className="flex flex-col gap-6">
            <legend className="mb-4 w-full border-b border-line pb-2 text-sm text-muted">
              {group.title}
            </legend>
            {group.inputs.map(renderField)}
          </fieldset>
        ),
      )}
      {advanced.length > 0 && (
        <details open={isWrong || undefined} className="group/advanced border-t border-line pt-2">
          <summary className="flex min-h-11 items-center gap-2 text-sm text-muted hover:text-ink">
            <span className="motion-safe:transition-transform group-open/advanced:rotate-90">
              <Icon name="chevron" />
            </span>
            Advanced
          </summary>
          <div className="flex flex-col gap-6 pt-3">{advanced.map(renderField)}</div>
        </details>
      )}
    </>
  );
}
