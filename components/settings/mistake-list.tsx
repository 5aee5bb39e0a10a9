import type { Mistake } from "#contract/draft.ts";

type MistakeListProps = { mistakes: Mistake[]; onGoTo: (mistake: Mistake) => void };

/** What has to be mended before this can be published, each with a way to its line. */
export function MistakeList({ mistakes, onGoTo }: MistakeListProps) {
  return (
    <ul id="draft-mistakes" aria-live="polite" className="mt-3 space-y-1 empty:hidden">
      {mistakes.map((mistake) => (
        <li key={`${mistake.file}:${mistake.line}:${mistake.message}`} className="text-sm">
          <button
            type="button"
            onClick={() => onGoTo(mistake)}
            className="w-full rounded-lg bg-danger-soft px-3 py-2 text-left break-words text-danger hover:underline"
          >
            <span className="font-medium">
              {mistake.file}
              {mistake.line !== null && `, line ${mistake.line}`}
            </span>
            : {mistake.message}
          </button>
        </li>
      ))}
    </ul>
  );
}
