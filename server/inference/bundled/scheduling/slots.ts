import type { Reuse } from "./jobs.ts";

/** One sequence of the native context; `held` are the tokens whose keys and values are in its memory, and by what they were computed. */
export type Slot<Run> = {
  id: number;
  held: number[];
  adapters: string;
  salt: string | null;
  /** When its last run ended, of `performance.now()`. */
  usedAt: number;
  run: Run | null;
};

/** What a job brings to the choice of its slot. */
type Wish = { tokens: number[]; adapters: string; reuse: Reuse | null };
/** `donor`: a slot whose memory is worth copying first; else the first `reused` tokens of the slot's own are kept. */
type Choice<Run> = { slot: Slot<Run>; reused: number; donor: Slot<Run> | null };

// Below this, evaluating a prefix again costs less than the worse place in the batch.
const reuseMin = 64;
// A copy goes through a file.
const copyMin = 128;

export function createSlots<Run>(count: number): Slot<Run>[] {
  return Array.from({ length: count }, (_, id) => ({
    ...{ id, held: [], adapters: "", salt: null, usedAt: 0, run: null },
  }));
}

/**
 * The free slot that already holds the longest worthwhile prefix, else one beside its own kind: llama.cpp decodes a batch
 * in one go only if its slots are consecutive. Null when all are busy. At least one token is always left to evaluate.
 */
export function chooseSlot<Run>(slots: Slot<Run>[], wish: Wish): Choice<Run> | null {
  const free = slots.filter((slot) => slot.run === null);
  if (free.length === 0) return null;
  const own = longest(free, wish);
  const any = longest(slots, wish);
  if (own && own.reused >= reuseMin && (any?.reused ?? 0) < own.reused + copyMin)
    return { ...own, donor: null };
  const slot = bestPlaced(slots, free, wish.adapters);
  if (any && any.reused >= copyMin) return { slot, reused: any.reused, donor: any.slot };
  return { slot, reused: 0, donor: null };
}

function longest<Run>(slots: Slot<Run>[], wish: Wish): { slot: Slot<Run>; reused: number } | null {
  let best: { slot: Slot<Run>; reused: number } | null = null;
  for (const slot of slots) {
    const reused = reusable(slot, wish);
    if (reused > (best?.reused ?? 0)) best = { slot, reused };
  }
  return best;
}

function reusable<Run>(slot: Slot<Run>, { tokens, adapters, reuse }: Wish): number {
  if (!reuse || slot.adapters !== adapters) return 0;
  const allowed = slot.salt === reuse.salt ? tokens.length : reuse.common;
  const end = Math.min(allowed, slot.held.length, tokens.length - 1);
  let length = 0;
  while (length < end && slot.held[length] === tokens[length]) length += 1;
  return length;
}

/**
 * Next to running slots of the same adapters; a first one of its kind as far from the others as can be. Among equals the
 * one whose memory was used longest ago.
 */
function bestPlaced<Run>(slots: Slot<Run>[], free: Slot<Run>[], adapters: string): Slot<Run> {
  const busy = slots.filter((slot) => slot.run !== null);
  const alike = busy.filter((slot) => slot.adapters === adapters);
  const cost = (slot: Slot<Run>) =>
    alike.length > 0 ? distance(slot, alike) : -distance(slot, busy);
  const [best] = free.toSorted((a, b) => cost(a) - cost(b) || a.usedAt - b.usedAt);
  if (!best) throw new Error("There is no free slot to choose from.");
  return best;
}

function distance<Run>(slot: Slot<Run>, others: Slot<Run>[]): number {
  return others.length === 0 ? 0 : Math.min(...others.map(({ id }) => Math.abs(id - slot.id)));
}
