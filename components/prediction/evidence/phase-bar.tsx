import type { PredictionEvidence } from "#contract/prediction.ts";
import { formatSeconds } from "../describe-status.ts";

type Phase = PredictionEvidence["phases"][number];

const fills: Record<Phase["name"], string> = {
  waiting: "fill-edge",
  "reading the prompt": "fill-accent opacity-45",
  "writing the answer": "fill-accent",
};

/** Drawn as SVG, as widths would otherwise need style attributes, which a strict content policy refuses. */
export function PhaseBar({ phases }: { phases: Phase[] }) {
  const total = phases.reduce((sum, { ms }) => sum + ms, 0);
  const starts = phases.map((_, at) => phases.slice(0, at).reduce((sum, { ms }) => sum + ms, 0));
  return (
    <div>
      <svg
        aria-hidden="true"
        viewBox={`0 0 ${Math.max(total, 1)} 1`}
        preserveAspectRatio="none"
        className="block h-2.5 w-full rounded-full bg-sunken"
      >
        {phases.map(({ name, ms }, at) => (
          <rect key={name} x={starts[at]} width={ms} height="1" className={fills[name]} />
        ))}
      </svg>
      <ul className="mt-3 flex flex-wrap gap-x-6 gap-y-1.5 text-sm">
        {phases.map(({ name, ms }) => (
          <li key={name} className="flex items-center gap-2">
            <svg aria-hidden="true" viewBox="0 0 8 8" className="size-2">
              <circle cx="4" cy="4" r="4" className={fills[name]} />
            </svg>
            <span className="text-muted first-letter:uppercase">{name}</span>
            <span className="tabular-nums">{formatSeconds(ms / 1_000)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
