import { ProgressBar } from "#components/ui/progress-bar.tsx";
import type { ModelReadiness } from "#contract/model.ts";
import { describeReadiness } from "../describe-readiness.ts";

/** Beside Run: what pressing it will have to wait for. */
export function ReadinessNote({ readiness }: { readiness: ModelReadiness }) {
  const note = describeReadiness(readiness);
  if (note === null) return null;
  const isOnItsWay = readiness.kind === "waking" || readiness.kind === "fetching-weights";
  const isStuck = readiness.kind === "failed" || readiness.kind === "no-engine";
  return (
    <div className="-mt-2 flex max-w-prose flex-col gap-2.5">
      {isOnItsWay && <ProgressBar label="Loading the model" progress={readiness.progress} />}
      <p className={`text-sm text-pretty tabular-nums ${isStuck ? "text-warn" : "text-muted"}`}>
        {note}
      </p>
    </div>
  );
}
