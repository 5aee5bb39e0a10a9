type ProgressBarProps = {
  label: string;
  /** A fraction of 1; null while nobody knows. */
  progress: number | null;
};

/** Drawn as SVG, as a width would otherwise need a style attribute. */
export function ProgressBar({ label, progress }: ProgressBarProps) {
  if (progress === null)
    return (
      <div
        role="progressbar"
        aria-label={label}
        className="h-1.5 overflow-hidden rounded-full bg-sunken"
      >
        <div className="indeterminate h-full w-1/3 rounded-full bg-accent" />
      </div>
    );
  const percent = Math.round(progress * 100);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuenow={percent}
      aria-valuemin={0}
      aria-valuemax={100}
      className="h-1.5 overflow-hidden rounded-full bg-sunken"
    >
      <svg aria-hidden="true" viewBox="0 0 100 1" preserveAspectRatio="none" className="size-full">
        <rect
          width={percent}
          height="1"
          className="fill-accent motion-safe:transition-[width] motion-safe:duration-700"
        />
      </svg>
    </div>
  );
}
