import { useQuery } from "@tanstack/react-query";
import { usePathname, useSearchParams } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { readinessQuery } from "#components/api.ts";
import { useLivePrediction } from "#components/prediction/use-live-prediction.ts";
import {
  checkInput,
  type FormDeclaration,
  type InvalidField,
} from "#contract/inputs/check-input.ts";
import type { InputDeclaration } from "#contract/inputs/declaration.ts";
import {
  type FormTexts,
  readValues,
  textsOfForm,
  writeTexts,
} from "#contract/inputs/form-texts.ts";
import { JSON_FIELD, readJsonInput } from "#contract/inputs/json-input.ts";
import type { ModelForm } from "#contract/model.ts";
import type { OutputDeclaration } from "#contract/outputs/declaration.ts";
import { isFinished, type Prediction } from "#contract/prediction.ts";
import { fieldId } from "./form/field-frame.tsx";
import { isAbout } from "./form/invalid-field.ts";
import type { RunState } from "./form/run-bar.tsx";
import { useFormTexts } from "./form/use-form-texts.ts";
import { useRun } from "./use-run.ts";

export type PlaygroundProps = {
  model: ModelForm;
  /** What the form opens with. */
  texts: FormTexts;
  /** Shown before anything was run here: the example, or the prediction that is being tweaked. */
  shown: Prediction | null;
  /** What `shown` has for an output: another version may have made it. */
  shownOutput: OutputDeclaration;
  /** The form comes back from a server that refused it. */
  isRefused: boolean;
};

export const inputFormId = "input-form";

/** All that happens on a playground: the form's state, and the prediction that the address names. */
export function usePlayground({ model, texts, shown, isRefused }: PlaygroundProps) {
  const form = useFormTexts(inputFormId, model.inputs, texts);
  const [isChecked, setIsChecked] = useState(isRefused);
  const outputRef = useRef<HTMLDivElement>(null);
  const { id, isOwn } = useAddress(shown);
  const live = useLivePrediction(id, shown?.id === id ? shown : null);
  const run = useRun({
    model,
    onStarted: () => outputRef.current?.scrollIntoView({ block: "nearest" }),
    onRefused: (invalidFields) => focusFirst(model.inputs, invalidFields),
  });
  const readiness = useQuery({ ...readinessQuery(model), initialData: model.readiness }).data;
  const isRunning = isOwn && live.prediction !== null && !isFinished(live.prediction.status);
  useEscape(isRunning ? live.onCancel : null);

  const handleRun = (filledIn: FormData) => {
    const checked = checkInput(model, readSubmitted(model.inputs, filledIn));
    flushSync(() => setIsChecked(!checked.ok));
    if (checked.ok) run.onRun(checked.values);
    else focusFirst(model.inputs, checked.invalidFields);
  };

  const handleTweak = (prediction: Prediction) => {
    form.onReplace(writeTexts(model.inputs, prediction.input));
    window.history.pushState(null, "", `/${model.owner}/${model.name}?from=${prediction.id}`);
    focusField(model.inputs[0]);
  };

  return {
    live,
    readiness,
    outputRef,
    label: isOwn ? undefined : labelOf(id, model),
    onTweak: handleTweak,
    form: {
      texts: form.texts,
      canUndo: form.canUndo,
      invalidFields: isChecked ? findErrors(model, form.texts) : run.invalidFields,
      isChecked,
      problem: run.problem,
      readiness: isOwn ? null : readiness,
      state: stateOf(run.isStarting, isRunning, live.isCancelling),
      onChange: (name: string, text: string) => {
        run.onForget();
        form.onChange(name, text);
      },
      onWrite: (texts: FormTexts) => {
        run.onForget();
        form.onWrite(texts);
      },
      onRun: handleRun,
      onStop: live.onCancel,
      onReset: () => form.onReplace(writeTexts(model.inputs, model.example.input)),
      onUndo: form.onUndo,
    },
  };
}

/** The address is `/p/{id}` from Run on, although the page stays the playground's. */
function useAddress(shown: Prediction | null): { id: string | null; isOwn: boolean } {
  const own = /^\/p\/([^/]+)$/.exec(usePathname())?.[1];
  const tweaked = useSearchParams().get("from");
  return { id: own ?? tweaked ?? shown?.id ?? null, isOwn: own !== undefined };
}

function useEscape(onEscape: (() => void) | null) {
  useEffect(() => {
    if (!onEscape) return;
    const handleKeyDown = (event: KeyboardEvent) => {
      if (event.key === "Escape" && !event.isComposing) onEscape();
    };
    window.addEventListener("keydown", handleKeyDown);
    return () => window.removeEventListener("keydown", handleKeyDown);
  }, [onEscape]);
}

function stateOf(isStarting: boolean, isRunning: boolean, isCancelling: boolean): RunState {
  if (isStarting) return "starting";
  if (!isRunning) return "idle";
  return isCancelling ? "cancelling" : "running";
}

function labelOf(id: string | null, { example }: ModelForm): string {
  return id === example.prediction?.id
    ? "Example: what the model wrote for the inputs this page opens with."
    : "The prediction whose inputs you are changing.";
}

/** The form as fields, or as the JSON that is written instead. */
function readSubmitted(inputs: InputDeclaration[], filledIn: FormData): unknown {
  const written = filledIn.get(JSON_FIELD);
  if (written !== null) return readJsonInput(String(written)).value;
  return readValues(inputs, textsOfForm(inputs, filledIn));
}

function findErrors(model: FormDeclaration, texts: FormTexts): InvalidField[] {
  const checked = checkInput(model, readValues(model.inputs, texts));
  return checked.ok ? [] : checked.invalidFields;
}

function focusFirst(inputs: InputDeclaration[], invalidFields: InvalidField[]) {
  focusField(inputs.find(({ name }) => invalidFields.some((invalid) => isAbout(invalid, name))));
}

/** A list has two faces, one of them hidden; what is folded away is opened first. */
function focusField(input: InputDeclaration | undefined) {
  const written = document.querySelector<HTMLElement>(`#${inputFormId} [name="${JSON_FIELD}"]`);
  if (written || !input) return written?.focus();
  const field = document.getElementById(fieldId(input.name));
  field?.closest("details")?.setAttribute("open", "");
  const asText = document.querySelector<HTMLElement>(`#${inputFormId} [name="${input.name}"]`);
  (field?.checkVisibility() ? field : asText)?.focus();
}
