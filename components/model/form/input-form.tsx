import type { FormEvent, KeyboardEvent } from "react";
import { createPath } from "#components/paths.ts";
import type { InvalidField } from "#contract/inputs/check-input.ts";
import type { FormTexts } from "#contract/inputs/form-texts.ts";
import { takesFile } from "#contract/inputs/values.ts";
import type { ModelForm, ModelReadiness } from "#contract/model.ts";
import { InputFields } from "./input-fields.tsx";
import { InputViews, useInputView } from "./input-views.tsx";
import { isComposing } from "./is-composing.ts";
import { JsonInput } from "./json-input.tsx";
import { ReadinessNote } from "./readiness-note.tsx";
import { RunBar, type RunState } from "./run-bar.tsx";

type InputFormProps = {
  id: string;
  model: Pick<ModelForm, "owner" | "name" | "inputs" | "output" | "terms">;
  texts: FormTexts;
  invalidFields: InvalidField[];
  /** Whether somebody has tried to run it, from when on mistakes are said as they are made. */
  isChecked: boolean;
  /** Why the last attempt came to nothing, where no field is to blame. */
  problem: string | null;
  state: RunState;
  /** Null where the prediction beside the form tells it. */
  readiness: ModelReadiness | null;
  canUndo: boolean;
  onChange: (name: string, text: string) => void;
  /** Replaces all texts at once, as they are typed. */
  onWrite: (texts: FormTexts) => void;
  onRun: (filledIn: FormData) => void;
  onStop: () => void;
  onReset: () => void;
  onUndo: () => void;
};

export function InputForm(props: InputFormProps) {
  const { model, texts, invalidFields, problem, state, onChange, onRun } = props;
  const view = useInputView();

  const handleSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (state === "idle") onRun(new FormData(event.currentTarget));
  };

  const handleKeyDown = (event: KeyboardEvent<HTMLFormElement>) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || isComposing(event)) return;
    event.preventDefault();
    event.currentTarget.requestSubmit();
  };

  return (
    <form
      id={props.id}
      method="post"
      encType={model.inputs.some(takesFile) ? "multipart/form-data" : undefined}
      action={createPath(model)}
      noValidate
      aria-label="Input"
      onSubmit={handleSubmit}
      onKeyDown={handleKeyDown}
      className="flex flex-col gap-6"
    >
      <div className="-mb-2 flex justify-end needs-script">
        <InputViews view={view} />
      </div>
      {view === "json" ? (
        <JsonInput
          model={model}
          texts={texts}
          invalidFields={invalidFields}
          isChecked={props.isChecked}
          onWrite={props.onWrite}
        />
      ) : (
        <InputFields
          inputs={model.inputs}
          texts={texts}
          invalidFields={invalidFields}
          onChange={onChange}
        />
      )}
      {problem && (
        <p role="alert" className="rounded-lg bg-danger-soft px-4 py-3 text-danger">
          {problem}
        </p>
      )}
      <RunBar
        state={state}
        canUndo={props.canUndo}
        onStop={props.onStop}
        onReset={props.onReset}
        onUndo={props.onUndo}
      />
      {model.terms.length > 0 && <p className="text-sm text-muted">{model.terms.join(" ")}</p>}
      {props.readiness && <ReadinessNote readiness={props.readiness} />}
    </form>
  );
}
