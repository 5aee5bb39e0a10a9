import { MissingWeights } from "#components/prediction/output/missing-weights.tsx";
import type { ModelReadiness } from "#contract/model.ts";

export function EmptyOutput({ readiness }: { readiness: ModelReadiness }) {
  return (
    <section
      aria-label="Output"
      className="glass flex min-h-96 flex-col justify-center p-6 sm:p-10"
    >
      {readiness.kind === "no-weights" ? (
        <MissingWeights readiness={readiness} />
      ) : (
        <Invitation isPossible={readiness.kind !== "no-engine"} />
      )}
    </section>
  );
}

function Invitation({ isPossible }: { isPossible: boolean }) {
  const [headline, text] = isPossible
    ? [
        "Nothing here yet",
        "Fill in the form and press Run. What the model writes shows up here, and stays at a link of its own that you can pass on.",
      ]
    : [
        "No engine for this model is set up yet",
        "You can look at its form, its examples and its README. What you run is kept, and runs as soon as there is an engine.",
      ];
  return (
    <>
      <p className="text-lg font-medium">{headline}</p>
      <p className="mt-2 max-w-prose text-muted">{text}</p>
    </>
  );
}
