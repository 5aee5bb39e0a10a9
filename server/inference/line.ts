/**
 * Seconds until a prediction's turn, by what one of them typically takes: `position` 1 is next, `slots` run at once, and
 * `running` of those are taken. 0 where a place is free; null while nothing was measured.
 */
export function secondsInLine(line: {
  position: number;
  slots: number;
  running: number;
  typicalMs: number | null;
}): number | null {
  const slots = Math.max(1, line.slots);
  const free = Math.max(0, slots - line.running);
  if (line.position <= free) return 0;
  if (line.typicalMs === null) return null;
  // One place comes free each time that a run's length, divided by the places, has passed.
  return ((line.position - free) * line.typicalMs) / slots / 1_000;
}
