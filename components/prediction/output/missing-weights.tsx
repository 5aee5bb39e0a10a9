import { CopyButton } from "#components/ui/copy-button.tsx";
import type { ModelReadiness } from "#contract/model.ts";

/** Said to whoever opens the page, as on a first start that is the person who can act on it. */
export function MissingWeights({ readiness }: { readiness: ModelReadiness }) {
  if (readiness.kind !== "no-weights")
    return (
      <p className="max-w-prose text-muted">
        The files of this model are not on the server yet. This page goes on by itself once they
        are.
      </p>
    );
  return (
    <div className="max-w-prose">
      <p>{readiness.reason}</p>
      <p className="mt-3 text-sm text-muted">On the server, run:</p>
      <div className="mt-2 flex items-start gap-2 rounded-lg bg-sunken py-1 pr-1 pl-4">
        <code className="code min-w-0 flex-1 py-1.5 break-words">{readiness.command}</code>
        <CopyButton text={readiness.command} label="Copy command" isCompact />
      </div>
    </div>
  );
}
