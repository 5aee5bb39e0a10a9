type UnfinishedTextProps = { text: string; isFinished: boolean; isWaking: boolean };

/** Half a query is no query: what is being written, or what was written until it stopped, is shown as text. */
export function UnfinishedText({ text, isFinished, isWaking }: UnfinishedTextProps) {
  if (text === "")
    return (
      <>
        {isWaking && (
          <div aria-hidden="true" className="mb-5 h-1 overflow-hidden rounded-full bg-sunken">
            <div className="indeterminate h-full w-1/3 rounded-full bg-accent" />
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
