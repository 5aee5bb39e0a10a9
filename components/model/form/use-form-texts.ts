import { useEffect, useEffectEvent, useState } from "react";
import type { InputDeclaration } from "#contract/inputs/declaration.ts";
import { type FormTexts, textsOfForm } from "#contract/inputs/form-texts.ts";

type FormState = { texts: FormTexts; undo: FormTexts | null };

/** The form's texts, with one step back after they were replaced as a whole. */
export function useFormTexts(formId: string, inputs: InputDeclaration[], initial: FormTexts) {
  const [{ texts, undo }, setState] = useState<FormState>({ texts: initial, undo: null });
  const [typedBefore] = useState(() => readTypedTexts(formId, inputs));

  // React puts a field's first text back when it takes over the page: what was typed until then is put in again, and
  // what was typed while it did so.
  const onArrival = useEffectEvent(() => {
    const form = findForm(formId);
    const typed = { ...typedBefore, ...(form && findTypedTexts(form, inputs)) };
    if (form) takenOver.add(form);
    if (Object.keys(typed).length > 0)
      setState((state) => ({ ...state, texts: { ...state.texts, ...typed } }));
  });
  useEffect(() => onArrival(), []);

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

/** What was found in forms that the server rendered: React may begin to take one over twice, and puts its texts back each time. */
const typedInto = new WeakMap<HTMLFormElement, FormTexts>();
/** From then on React knows what is typed; another form on the next page is not to begin with it. */
const takenOver = new WeakSet<HTMLFormElement>();

function findForm(formId: string): HTMLFormElement | null {
  if (typeof document === "undefined") return null; // on the server
  const form = document.getElementById(formId);
  return form instanceof HTMLFormElement ? form : null;
}

function readTypedTexts(formId: string, inputs: InputDeclaration[]): FormTexts {
  const form = findForm(formId);
  if (!form || takenOver.has(form)) return {};
  const typed = { ...typedInto.get(form), ...findTypedTexts(form, inputs) };
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
