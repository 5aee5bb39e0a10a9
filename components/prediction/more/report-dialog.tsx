import { useMutation } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { createReport, Refusal } from "#components/api.ts";
import { REPORT_TEXT_MAX } from "#contract/report.ts";
import { Question, type QuestionProps } from "./question.tsx";

/** Asks what is wrong with an output. */
export function ReportDialog({ prediction, onClose }: QuestionProps) {
  return (
    <Question title="Report this output" onClose={onClose}>
      <ReportForm predictionId={prediction.id} onClose={onClose} />
    </Question>
  );
}

type ReportFormProps = { predictionId: string; onClose: () => void };

function ReportForm({ predictionId, onClose }: ReportFormProps) {
  const sending = useMutation({
    mutationFn: (said: { expected: string; note: string }) => createReport(predictionId, said),
  });

  const handleSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const textOf = (name: string) => String(data.get(name) ?? "");
    sending.mutate({ expected: textOf("expected"), note: textOf("note") });
  };

  if (sending.data) return <Thanks onClose={onClose} />;
  return (
    <form onSubmit={handleSubmit} noValidate className="grid gap-5">
      <p className="text-muted text-pretty">
        Whoever made this model reads it beside this prediction. Your name does not go with it.
      </p>
      <TextArea
        name="expected"
        label="What did you expect instead?"
        error={errorOf(sending.error, "expected")}
      />
      <TextArea name="note" label="What is wrong with it?" error={errorOf(sending.error, "note")} />
      <p role="alert" className="text-danger empty:hidden">
        {sending.error && !hasFields(sending.error) && `Not sent: ${sending.error.message}`}
      </p>
      <p>
        <button type="submit" className="button button-primary" disabled={sending.isPending}>
          Send the report
        </button>
      </p>
    </form>
  );
}

function Thanks({ onClose }: { onClose: () => void }) {
  return (
    <div role="status">
      <p className="font-medium">Thank you: your report is with whoever made this model.</p>
      <p className="mt-2 text-muted">
        To say it better, report it again: the new text takes the place of this one.
      </p>
      <p className="mt-4">
        <button type="button" className="button" onClick={onClose}>
          Done
        </button>
      </p>
    </div>
  );
}

type TextAreaProps = { name: string; label: string; error: string | null };

function TextArea({ name, label, error }: TextAreaProps) {
  const id = `report-${name}`;
  return (
    <div>
      <label htmlFor={id} className="mb-1.5 block font-medium">
        {label} <span className="font-normal text-muted">(one of the two is enough)</span>
      </label>
      <textarea
        id={id}
        name={name}
        rows={4}
        maxLength={REPORT_TEXT_MAX}
        aria-invalid={error !== null || undefined}
        aria-describedby={`${id}-error`}
        className="field px-3.5 py-2.5 aria-[invalid]:border-danger"
      />
      <p id={`${id}-error`} role="alert" className="mt-1.5 text-sm text-danger empty:hidden">
        {error}
      </p>
    </div>
  );
}

function errorOf(error: Error | null, name: string): string | null {
  if (!(error instanceof Refusal)) return null;
  const found = error.invalidFields.find(({ field }) => field === name);
  return found ? `This ${found.description}.` : null;
}

const hasFields = (error: Error): boolean =>
  error instanceof Refusal && error.invalidFields.length > 0;
