"use client";

import { type FormEvent, useRef, useState } from "react";
import { Refusal, sendFields } from "#components/api.ts";
import { CopyButton } from "#components/ui/copy-button.tsx";
import type { FieldSpec } from "./field-spec.ts";
import { FormField } from "./form-field.tsx";

type AccountFormProps = {
  /** The route that takes it, as JSON from here and as a plain form before the scripts arrive. */
  action: string;
  fields: FieldSpec[];
  submitLabel: string;
  /** What is sent along without being asked for. */
  hidden?: Record<string, string>;
  /** What the secret is that the answer may hold. */
  secretLabel?: string;
};

export function AccountForm(props: AccountFormProps) {
  const { action, fields, submitLabel, hidden = {}, secretLabel = "Secret" } = props;
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const [isSending, setIsSending] = useState(false);
  const formRef = useRef<HTMLFormElement>(null);

  const handleSubmit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setIsSending(true);
    try {
      const answer = await sendFields(action, valuesOf(event.currentTarget));
      if ("location" in answer) return window.location.assign(answer.location);
      setRefusal(null);
      setSecret(answer.secret);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      setRefusal(error);
      const wrong = error.invalidFields[0]?.field;
      formRef.current?.querySelector<HTMLElement>(`[name="${wrong}"]`)?.focus();
    }
    setIsSending(false);
  };

  if (secret !== null) return <Secret label={secretLabel} text={secret} />;
  const general = generalTextOf(refusal, fields);
  return (
    <form
      ref={formRef}
      method="post"
      action={action}
      onSubmit={(event) => void handleSubmit(event)}
      noValidate={refusal !== null}
      className="grid gap-4"
    >
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <p role="alert" className="text-danger empty:hidden">
        {general}
      </p>
      {fields.map((field) => (
        <FormField key={field.name} field={field} error={errorOf(refusal, field)} />
      ))}
      <button
        type="submit"
        className="button button-primary justify-self-start"
        disabled={isSending}
      >
        {submitLabel}
      </button>
    </form>
  );
}

/** Repeated names become a list, as a plain form would send them. */
function valuesOf(form: HTMLFormElement): Record<string, string | string[]> {
  const data = new FormData(form);
  return Object.fromEntries(
    [...new Set(data.keys())].map((name) => {
      const all = data.getAll(name).map(String);
      return [name, all.length > 1 ? all : (all[0] ?? "")];
    }),
  );
}

function errorOf(refusal: Refusal | null, { name, label }: FieldSpec): string | null {
  const found = refusal?.invalidFields.find(({ field }) => field === name);
  return found ? `${label} ${found.description}.` : null;
}

/** What belongs to no field that is shown. */
function generalTextOf(refusal: Refusal | null, fields: FieldSpec[]): string | null {
  if (!refusal) return null;
  const isShown = refusal.invalidFields.some(({ field }) => fields.some((f) => f.name === field));
  return isShown ? null : refusal.message;
}

function Secret({ label, text }: { label: string; text: string }) {
  return (
    <section aria-label={label} className="rounded-lg bg-accent-soft p-4">
      <p role="status" className="font-medium">
        {label}: copy it now, it is not shown again.
      </p>
      <p className="code mt-2 break-all">{text}</p>
      <p className="mt-3 flex flex-wrap gap-2">
        <CopyButton text={text} label="Copy" />
        <button type="button" className="button" onClick={() => window.location.reload()}>
          Done
        </button>
      </p>
    </section>
  );
}
