import { useMutation } from "@tanstack/react-query";
import { deletePrediction } from "#components/api.ts";
import type { Prediction } from "#contract/prediction.ts";
import { Question, type QuestionProps } from "./question.tsx";

/** Says what goes and what stays, before anything does. */
export function DeleteDialog({ prediction, onClose }: QuestionProps) {
  return (
    <Question title="Delete this prediction?" onClose={onClose}>
      <p>
        What was asked and what came out go for good, for everybody. So do the links to it, what was
        reported of it, and its place among the examples.
      </p>
      <p className="mt-3 text-muted">
        What stays, and only in the counts, is that the model ran, when and how long.
      </p>
      <Answers prediction={prediction} onClose={onClose} />
    </Question>
  );
}

function Answers({ prediction, onClose }: { prediction: Prediction; onClose: () => void }) {
  const deletion = useMutation({
    mutationFn: () => deletePrediction(prediction.id),
    // In place of this page, which Back would only find gone.
    onSuccess: () => window.location.replace(`/${prediction.model}?deleted=1`),
  });
  return (
    <>
      <p role="alert" className="mt-3 text-danger empty:hidden">
        {deletion.error && `Not deleted: ${deletion.error.message}`}
      </p>
      <p className="mt-5 flex flex-wrap gap-3">
        <button
          type="button"
          className="button text-danger"
          disabled={deletion.isPending || deletion.isSuccess}
          onClick={() => deletion.mutate()}
        >
          Delete it
        </button>
        <button type="button" className="button" onClick={onClose}>
          Keep it
        </button>
      </p>
    </>
  );
}
