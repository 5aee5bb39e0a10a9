import { useEffect, useState } from "react";
import type { InputDeclaration } from "#contract/inputs/declaration.ts";
import { type FormTexts, textsOfForm } from "#contract/inputs/form-texts.ts";

type FormState = { texts: FormTexts; undo: FormTexts | null };

/** The form's texts, with one step back after they were replaced as a whole. */
export function useFormTexts(formId: string, inputs: InputDeclaration[], initial: FormTexts) {
  const [{ texts, undo }, setState] = useState<FormState>({ texts: initial, undo: null });
  const [typedBefore] = useState(() => readTypedTexts(formId, inputs));

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
    onWrite: (texts: FormTexts) => setState({ texts, undo: null }),
    onReplace: (replacement: FormTexts) =>
      setState((state) => ({ texts: replacement, undo: state.texts })),
    onUndo: () => setState((state) => ({ texts: state.undo ?? state.texts, undo: null })),
  };
}

/** What was found in forms that the server rendered: React may begin to take one over twice, and puts its texts back the first time. */
const typedInto = new WeakMap<HTMLFormElement, FormTexts>();

function readTypedTexts(formId: string, inputs: InputDeclaration[]): FormTexts {
  const form = typeof document === "undefined" ? null : document.getElementById(formId);
  if (!form || !(form instanceof HTMLFormElement)) return {};
  const typed = typedInto.get(form) ?? findTypedTexts(form, inputs);
  typedInto.set(form, typed);
  return typed;
}

function findTypedTexts(form: HTMLFormElement, inputs: InputDeclaration[]): FormTexts {
  const touched = new Set([...form.elements].filter(isTouched).map(nameOf));
  const typed = inputs.filter(({ name }) => touched.has(name));
  return textsOfForm(typed, new FormData(form));
}

const nameOf = (field: Element): string | null => field.getAttribute("name");

function isTouched(field: Element): boolean {
  if (field instanceof HTMLSelectElement)
    return [...field.options].some((option) => option.selected !== option.defaultSelected);
  if (field instanceof HTMLTextAreaElement) return field.value !== field.defaultValue;
  if (!(field instanceof HTMLInputElement)) return false;
  return field.value !== field.defaultValue || field.checked !== field.defaultChecked;
}
