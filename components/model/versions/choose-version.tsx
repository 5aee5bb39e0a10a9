"use client";

import { useState } from "react";
import { chooseVersion, Refusal } from "#components/api.ts";
import { shortVersion } from "#components/model/version-digits.ts";
import { versionsPage } from "#components/paths.ts";

type ChooseVersionProps = { model: { owner: string; name: string }; id: string };

/** Makes a version the current one, in two steps. */
export function ChooseVersion({ model, id }: ChooseVersionProps) {
  const [isSending, setIsSending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const digits = shortVersion(id);

  const handleChoose = async () => {
    setIsSending(true);
    try {
      await chooseVersion(model, id);
      // The whole page anew: its header, its form and the list all tell of the current version.
      window.location.assign(versionsPage(model));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      setProblem(error.message);
      setIsSending(false);
    }
  };

  return (
    <details className="group needs-script">
      <summary className="button button-quiet list-none">
        <span className="group-open:hidden">
          Make current<span className="sr-only">: version {digits}</span>
        </span>
        <span className="hidden group-open:inline">Leave it as it is</span>
      </summary>
      <div className="mt-2 max-w-64 text-sm">
        <p>New predictions run on it; old ones keep theirs.</p>
        <button
          type="button"
          className="button mt-2"
          disabled={isSending}
          onClick={() => void handleChoose()}
        >
          Yes: make {digits} current
        </button>
        <p role="alert" className="mt-2 text-danger empty:hidden">
          {problem}
        </p>
      </div>
    </details>
  );
}
