import { useMutation } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { createExample } from "#components/api.ts";
import { EXAMPLE_TITLE_MAX } from "#contract/example.ts";
import type { Prediction } from "#contract/prediction.ts";
import { Question, type QuestionProps } from "./question.tsx";

/** Asks under what title a prediction stands among its model's examples. */
export function FeatureDialog({ prediction, onClose }: QuestionProps) {
  return (
    <Question title="Add to examples" onClose={onClose}>
      <FeatureForm prediction={prediction} />
    </Question>
  );
}

function FeatureForm({ prediction: { id, model } }: { prediction: Prediction }) {
  const [owner = "", name = ""] = model.split("/");
  const adding = useMutation({
    mutationFn: (title: string) => createExample({ owner, name }, { prediction: id, title }),
  });

  const handleSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    adding.mutate(String(new FormData(event.currentTarget).get("title") ?? ""));
  };

  if (adding.data)
    return (
      <div role="status">
        <p className="font-medium">It is on the model’s page now.</p>
        <p className="mt-4">
          <a href={`/${model}/examples`} className="button">
            See the examples
          </a>
        </p>
      </div>
    );
  return (
    <form onSubmit={handleSubmit} className="grid gap-5">
      <p className="text-muted text-pretty">
        Everybody who sees the model sees this prediction: what was asked and what came out.
      </p>
      <label className="block font-medium">
        A title for it <span className="font-normal text-muted">(optional)</span>
        <input
          name="title"
          maxLength={EXAMPLE_TITLE_MAX}
          autoComplete="off"
          className="field mt-1.5 min-h-11 px-3.5 font-normal"
        />
      </label>
      <p role="alert" className="text-danger empty:hidden">
        {adding.error && `Not added: ${adding.error.message}`}
      </p>
      <p>
        <button type="submit" className="button button-primary" disabled={adding.isPending}>
          Add it
        </button>
      </p>
    </form>
  );
}
