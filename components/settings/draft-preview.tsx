import { useState } from "react";
import { InputFields } from "#components/model/form/input-fields.tsx";
import type { DraftCheck } from "#contract/draft.ts";
import { checkInput } from "#contract/inputs/check-input.ts";
import { type FormTexts, readValues, writeTexts } from "#contract/inputs/form-texts.ts";

/** The form as visitors would see it; while there are mistakes, as it was before them. */
export function DraftPreview({ check }: { check: DraftCheck | null }) {
  const [last, setLast] = useState<Extract<DraftCheck, { ok: true }> | null>(null);
  if (check?.ok && check !== last) setLast(check);
  return (
    <section aria-labelledby="preview-title" className="min-w-0">
      <h3 id="preview-title" className="mb-4 font-medium">
        What visitors see
      </h3>
      {last ? (
        <PreviewedForm form={last.form} isOutdated={check?.ok === false} />
      ) : (
        <p className="text-muted">
          {check ? "There is no form yet: mend what is wrong first." : "Reading the files …"}
        </p>
      )}
    </section>
  );
}

type PreviewedFormProps = {
  form: Extract<DraftCheck, { ok: true }>["form"];
  isOutdated: boolean;
};

function PreviewedForm({ form, isOutdated }: PreviewedFormProps) {
  const [typed, setTyped] = useState<FormTexts>({});
  const { title, description, inputs, terms, example } = form;
  const texts = { ...writeTexts(inputs, example), ...typed };
  const checked = checkInput(form, readValues(inputs, texts));
  return (
    <div className="glass p-5 sm:p-6">
      {isOutdated && (
        <p className="mb-4 rounded-lg bg-warn-soft px-3 py-2 text-sm">
          This is the form before the mistakes that are listed.
        </p>
      )}
      <p className="text-2xl font-medium tracking-tight text-balance">{title}</p>
      <p className="mt-2 text-muted text-pretty">{description}</p>
      <form
        aria-label="Preview of the form"
        noValidate
        onSubmit={(event) => event.preventDefault()}
        className="mt-6 flex flex-col gap-6"
      >
        <InputFields
          inputs={inputs}
          texts={texts}
          invalidFields={checked.ok ? [] : checked.invalidFields}
          onChange={(name, text) => setTyped({ ...typed, [name]: text })}
        />
      </form>
      {terms.length > 0 && <p className="mt-6 text-sm text-muted">{terms.join(" ")}</p>}
    </div>
  );
}
