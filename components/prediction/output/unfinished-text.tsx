import { ProgressBar } from "#components/ui/progress-bar.tsx";

type UnfinishedTextProps = {
  text: string;
  isFinished: boolean;
  /** How far the model is that has to be there first, where that is what it waits for. */
  loading: { progress: number | null } | null;
};

/** Half a query is no query: what is being written, or what was written until it stopped, is shown as text. */
export function UnfinishedText({ text, isFinished, loading }: UnfinishedTextProps) {
  if (text === "")
    return (
      <>
        {loading && (
          <div className="mb-5">
            <ProgressBar label="Loading the model" progress={loading.progress} />
          </div>
        )}
        <p className="max-w-prose text-muted">
          {isFinished
            ? "Nothing was written."
            : "You can close this page: the prediction goes on, and stays at this link."}
        </p>
      </>
    );
  return (
    <pre className="code whitespace-pre-wrap break-words">
      {text}
      {!isFinished && (
        <span
          aria-hidden="true"
          className="ml-0.5 inline-block h-[1.1em] w-[0.5em] translate-y-[0.2em] bg-accent motion-safe:animate-pulse"
        />
      )}
    </pre>
  );
}
