/** How many of how many were right, by what is counted. */
export type Tally = Record<string, [right: number, of: number]>;

export const yes = (isSo: boolean): [number, number] => [isSo ? 1 : 0, 1];

/** The sum of tallies, as percentages with one decimal. */
export function percentages(tallies: Tally[]): Record<string, number> {
  const sums: Tally = {};
  for (const [what, [right, of]] of tallies.flatMap((tally) => Object.entries(tally))) {
    const [before, all] = sums[what] ?? [0, 0];
    sums[what] = [before + right, all + of];
  }
  return Object.fromEntries(
    Object.entries(sums).map(([what, [right, of]]) => [
      what,
      of === 0 ? 100 : Math.round((1_000 * right) / of) / 10,
    ]),
  );
}
