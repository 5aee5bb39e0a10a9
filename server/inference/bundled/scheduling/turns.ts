import { type Busy, isReading } from "./batch.ts";

/**
 * Who takes part in the next step. Different adapters cannot be in one batch, and the exact lane shares with nobody, so
 * groups take turns of a few steps: the graph is built anew at each change, and nobody waits longer than a round. While as
 * many wait for their first token as have theirs, only groups with such take turns.
 */
export class Turns {
  private current: string | null = null;
  private taken = 0;

  constructor(private readonly stepsPerTurn: number) {}

  /** `pause`: how many steps of others lie between two turns of the group. */
  choose(busy: Busy[]): { group: Busy[]; pause: number } {
    const groups = new Map<string, Busy[]>();
    for (const entry of busy) {
      const key = groupOf(entry);
      groups.set(key, [...(groups.get(key) ?? []), entry]);
    }
    const waiting = busy.filter(({ run }) => isReading(run));
    const isCrowd = waiting.length >= busy.length - waiting.length && waiting.length > 1;
    const keys = [...new Set((isCrowd ? waiting : busy).map(groupOf))].sort();
    const isOver = this.taken >= this.stepsPerTurn;
    if (this.current === null || !keys.includes(this.current) || isOver) {
      this.current = keys.find((key) => key > (this.current ?? "")) ?? keys[0] ?? null;
      this.taken = 0;
    }
    this.taken += 1;
    const group = this.current === null ? [] : (groups.get(this.current) ?? []);
    return { group, pause: Math.max(0, groups.size - 1) * this.stepsPerTurn };
  }
}

function groupOf({ slot, run }: Busy): string {
  return run.job.lane === "exact" ? `exact ${slot.id}` : `shared ${run.job.adapters.key}`;
}
