import { useEffect, useState } from "react";
import type { FormTexts } from "./form-texts.ts";

type FormState = { texts: FormTexts; undo: FormTexts | null };

/** The form's texts, with one step back after they were replaced as a whole. */
export function useFormTexts(formId: string, initial: FormTexts) {
  const [{ texts, undo }, setState] = useState<FormState>({ texts: initial, undo: null });
  const [typedBefore] = useState(() => readTypedTexts(formId));

  // React puts a field's first text back when it takes over the page: what was typed until then is put in again.
  useEffect(() => {
    if (Object.keys(typedBefore).length > 0)
      setState((state) => ({ ...state, texts: { ...state.texts, ...typedBefore } }));
  }, [typedBefore]);

  return {
    texts,
    canUndo: undo !== null,
    onChange: (name: string, text: string) =>
      setState((state) => ({ texts: { ...state.texts, [name]: text }, undo: null })),
    onReplace: (replacement: FormTexts) =>
      setState((state) => ({ texts: replacement, undo: state.texts })),
    onUndo: () => setState((state) => ({ texts: state.undo ?? state.texts, undo: null })),
  };
}

function readTypedTexts(formId: string): FormTexts {
  if (typeof document === "undefined") return {};
  const form = document.getElementById(formId);
  const fields = [...(form?.querySelectorAll<HTMLTextAreaElement>("textarea[name]") ?? [])];
  const typed = fields.filter(({ value, defaultValue }) => value !== defaultValue);
  return Object.fromEntries(typed.map(({ name, value }) => [name, value]));
}
