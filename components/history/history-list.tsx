import { EndingButton } from "#components/account/ending-button.tsx";
import { predictionPath } from "#components/paths.ts";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { HistoryEntry } from "#contract/history.ts";
import type { PredictionStatus } from "#contract/prediction.ts";

const statusNames: Record<PredictionStatus, string> = {
  starting: "Waiting",
  processing: "Running",
  succeeded: "Done",
  failed: "Failed",
  canceled: "Cancelled",
};

/** What somebody made, each with a way to its page and a way out. */
export function HistoryList({ entries }: { entries: HistoryEntry[] }) {
  return (
    <ul className="divide-y divide-line border-y border-line">
      {entries.map((entry) => (
        <li
          key={entry.id}
          className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 py-4"
        >
          <div className="min-w-0 flex-1 basis-64">
            <a href={`/p/${entry.id}`} className="font-medium break-words hover:underline">
              {entry.input || "What was asked was removed"}
            </a>
            <p className="mt-1 text-sm text-muted">
              {entry.title} · {statusNames[entry.status]} · <RelativeTime at={entry.created_at} />
            </p>
          </div>
          {entry.can_delete && (
            <EndingButton
              action={predictionPath(entry.id)}
              label="Delete"
              consequence="It goes for good, for everybody, with the links to it."
              hidden={{ back: "history" }}
            />
          )}
        </li>
      ))}
    </ul>
  );
}
