const units = [
  { name: "day", seconds: 86_400 },
  { name: "hour", seconds: 3_600 },
  { name: "minute", seconds: 60 },
  { name: "second", seconds: 1 },
];

/** “2 hours”, “1 day and 6 hours”, “90 days”; the two biggest units that it fills, the rest dropped. */
export function nameDuration(seconds: number): string {
  const parts: string[] = [];
  let left = seconds;
  for (const unit of units) {
    const count = Math.floor(left / unit.seconds);
    left -= count * unit.seconds;
    if (count > 0) parts.push(`${count} ${unit.name}${count === 1 ? "" : "s"}`);
  }
  return parts.slice(0, 2).join(" and ") || "0 seconds";
}

/** “the last hour”, “the last 2 hours”: no number where it would be 1. */
export function nameLast(seconds: number): string {
  const duration = nameDuration(seconds);
  return `the last ${/^1 [a-z]+$/.test(duration) ? duration.slice(2) : duration}`;
}

/** “2024-05-01 13:00:00 UTC” for Unix seconds. */
export function nameInstant(unixSeconds: number): string {
  const date = new Date(unixSeconds * 1_000);
  if (Number.isNaN(date.getTime())) return `second ${unixSeconds}`;
  return `${date.toISOString().slice(0, 19).replace("T", " ")} UTC`;
}
