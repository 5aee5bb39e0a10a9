import { useState } from "react";
import {
  checkInput,
  type FormDeclaration,
  type InvalidField,
} from "#contract/inputs/check-input.ts";
import { type FormTexts, readValues, writeTexts } from "#contract/inputs/form-texts.ts";
import { isObject, JSON_FIELD, readJsonInput } from "#contract/inputs/json-input.ts";
import type { InputValues } from "#contract/inputs/values.ts";

type JsonInputProps = {
  model: FormDeclaration;
  texts: FormTexts;
  invalidFields: InvalidField[];
  /** What is wrong is said from the first Run on. */
  isChecked: boolean;
  onWrite: (texts: FormTexts) => void;
};

/** All inputs as the API takes them; what can be read stands in the form as well. */
export function JsonInput({ model, texts, invalidFields, isChecked, onWrite }: JsonInputProps) {
  const { inputs } = model;
  const [draft, setDraft] = useState(() => JSON.stringify(readValues(inputs, texts), null, 2));
  const { value, error } = readJsonInput(draft);
  const checked = checkInput(model, value);
  const wrong = isChecked && !checked.ok ? checked.invalidFields : invalidFields;
  const complaints = error ? [error] : wrong.map(describe);

  const handleChange = (written: string) => {
    setDraft(written);
    const read = readJsonInput(written).value;
    if (isObject(read)) onWrite(writeTexts(inputs, read as InputValues)); // the form shows whatever is in it as text
  };

  return (
    <div>
      <label htmlFor="json-input" className="mb-1.5 block font-medium">
        Input as JSON
      </label>
      <textarea
        id="json-input"
        name={JSON_FIELD}
        value={draft}
        onChange={(event) => handleChange(event.target.value)}
        spellCheck={false}
        autoCapitalize="none"
        aria-invalid={complaints.length > 0 || undefined}
        aria-describedby="json-input-errors"
        className="field code block field-sizing-content max-h-[40rem] min-h-64 resize-y px-3.5 py-2.5 text-base aria-[invalid]:border-danger sm:text-sm"
      />
      <ul id="json-input-errors" className="mt-1.5 space-y-1 text-sm text-danger empty:hidden">
        {complaints.map((complaint) => (
          <li key={complaint}>{complaint}</li>
        ))}
      </ul>
    </div>
  );
}

const describe = ({ field, type, description }: InvalidField): string =>
  type === "required" ? `${description}.` : `${field.replace(/^input\./, "")} ${description}.`;
