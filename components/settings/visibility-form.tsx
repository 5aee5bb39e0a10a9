"use client";

import { type FormEvent, useState } from "react";
import { changeVisibility, Refusal } from "#components/api.ts";
import type { Visibility } from "#contract/visibility.ts";

const choices: { visibility: Visibility; title: string; meaning: string }[] = [
  {
    ...{ visibility: "public", title: "Public" },
    meaning: "Everybody finds it in the gallery and may try it.",
  },
  {
    ...{ visibility: "unlisted", title: "Unlisted" },
    meaning: "Whoever has its address may try it; no list shows it.",
  },
  {
    ...{ visibility: "private", title: "Private" },
    meaning:
      "Only you and reviewers see it. For others its page, its predictions and their addresses are gone at once; links that you shared stay until they expire.",
  },
];

type VisibilityFormProps = { model: { owner: string; name: string; visibility: Visibility } };

/** Who finds the model. */
export function VisibilityForm({ model }: VisibilityFormProps) {
  const [saved, setSaved] = useState(model.visibility);
  const [chosen, setChosen] = useState(model.visibility);
  const [said, setSaid] = useState<{ isProblem: boolean; text: string } | null>(null);

  const handleSubmit = async (event: FormEvent) => {
    event.preventDefault();
    try {
      await changeVisibility(model, chosen);
      setSaved(chosen);
      setSaid({ isProblem: false, text: `It is ${chosen} now.` });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      setSaid({ isProblem: true, text: error.message });
    }
  };

  return (
    <form onSubmit={(event) => void handleSubmit(event)} className="needs-script">
      <fieldset className="flex max-w-[44rem] flex-col gap-3">
        <legend className="mb-4 text-xl font-medium tracking-tight">Who finds it</legend>
        {choices.map(({ visibility, title, meaning }) => (
          <label key={visibility} className="flex gap-3">
            <input
              type="radio"
              name="visibility"
              value={visibility}
              checked={chosen === visibility}
              onChange={() => {
                setChosen(visibility);
                setSaid(null);
              }}
              aria-describedby={`visibility-${visibility}`}
              className="mt-1 size-4 shrink-0 accent-accent"
            />
            <span>
              <span className="font-medium">{title}</span>
              <span id={`visibility-${visibility}`} className="block text-sm text-muted">
                {meaning}
              </span>
            </span>
          </label>
        ))}
      </fieldset>
      <p className="mt-4 flex flex-wrap items-center gap-3">
        <button type="submit" className="button disabled:opacity-50" disabled={chosen === saved}>
          Save
        </button>
        <span role="status" className={`text-sm ${said?.isProblem ? "text-danger" : "text-muted"}`}>
          {said?.text}
        </span>
      </p>
    </form>
  );
}
