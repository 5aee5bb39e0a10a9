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
        <>
          <p className="text-lg font-medium">Nothing here yet</p>
          <p className="mt-2 max-w-prose text-muted">
            Fill in the form and press Run. What the model writes shows up here, and stays at a link
            of its own that you can pass on.
          </p>
        </>
      )}
    </section>
  );
}
