import type { FormEvent, KeyboardEvent } from "react";
import { createPath } from "#components/paths.ts";
import type { InvalidField } from "#contract/inputs/check-input.ts";
import type { InputDeclaration } from "#contract/inputs/declaration.ts";
import type { ModelForm, ModelReadiness } from "#contract/model.ts";
import type { FormTexts } from "./form-texts.ts";
import { describeError } from "./invalid-field.ts";
import { isComposing } from "./is-composing.ts";
import { ListField } from "./list-field.tsx";
import { ReadinessNote } from "./readiness-note.tsx";
import { RunBar, type RunState } from "./run-bar.tsx";
import { TextField } from "./text-field.tsx";

type InputFormProps = {
  id: string;
  model: Pick<ModelForm, "owner" | "name" | "inputs">;
  texts: FormTexts;
  invalidFields: InvalidField[];
  /** Why the last attempt came to nothing, where no field is to blame. */
  problem: string | null;
  state: RunState;
  /** Null where the prediction beside the form tells it. */
  readiness: ModelReadiness | null;
  canUndo: boolean;
  onChange: (name: string, text: string) => void;
  onRun: (filledIn: FormData) => void;
  onStop: () => void;
  onReset: () => void;
  onUndo: () => void;
};

export function InputForm(props: InputFormProps) {
  const { model, texts, invalidFields, problem, state, onChange, onRun } = props;

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
      action={createPath(model)}
      noValidate
      aria-label="Input"
      onSubmit={handleSubmit}
      onKeyDown={handleKeyDown}
      className="flex flex-col gap-6"
    >
      {model.inputs.map((input) => (
        <Field
          key={input.name}
          input={input}
          text={texts[input.name] ?? ""}
          error={describeError(input, invalidFields)}
          onChange={(text) => onChange(input.name, text)}
        />
      ))}
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
      {props.readiness && <ReadinessNote readiness={props.readiness} />}
    </form>
  );
}

type FieldProps = {
  input: InputDeclaration;
  text: string;
  error: string | null;
  onChange: (text: string) => void;
};

function Field({ input, ...rest }: FieldProps) {
  switch (input.type) {
    case "text":
      return <TextField input={input} {...rest} />;
    case "text-list":
      return <ListField input={input} {...rest} />;
  }
}
