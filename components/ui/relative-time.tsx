const steps = [
  { unit: "day", seconds: 86_400 },
  { unit: "hour", seconds: 3_600 },
  { unit: "minute", seconds: 60 },
] as const;

/** "2 hours ago", with the moment itself on hover and for machines. */
export function RelativeTime({ at }: { at: string }) {
  return (
    <time dateTime={at} title={formatMoment(at)} suppressHydrationWarning>
      {describeAge((Date.now() - Date.parse(at)) / 1_000)}
    </time>
  );
}

/** In UTC, so that two people who compare pages read the same. */
export function formatMoment(at: string): string {
  return `${momentFormat.format(new Date(at))} UTC`;
}

const momentFormat = new Intl.DateTimeFormat("en-GB", {
  dateStyle: "medium",
  timeStyle: "medium",
  timeZone: "UTC",
});

function describeAge(ageSeconds: number): string {
  const step = steps.find(({ seconds }) => ageSeconds >= seconds);
  if (!step) return "just now";
  const count = Math.floor(ageSeconds / step.seconds);
  return `${count} ${step.unit}${count === 1 ? "" : "s"} ago`;
}
