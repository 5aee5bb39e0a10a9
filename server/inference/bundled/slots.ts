/** One sequence of the native context; `held` are the tokens whose keys and values are in its memory. */
export type Slot<Run> = { id: number; held: number[]; run: Run | null };

// Below this, evaluating a prefix again costs less than the worse place in the batch.
const reuseMin = 64;

export function createSlots<Run>(count: number): Slot<Run>[] {
  return Array.from({ length: count }, (_, id) => ({ id, held: [], run: null }));
}

/**
 * The free slot that already holds the longest worthwhile prefix, else the lowest one: llama.cpp decodes a batch in one
 * go only if its slots are consecutive. Null when all are busy. At least one token is always left to evaluate.
 */
export function chooseSlot<Run>(
  slots: Slot<Run>[],
  tokens: number[],
  mayReuse: boolean,
): { slot: Slot<Run>; reused: number } | null {
  const free = slots.filter((slot) => slot.run === null);
  const first = free[0];
  if (!first) return null;
  let best = { slot: first, reused: 0 };
  if (!mayReuse) return best;
  for (const slot of free) {
    const reused = commonPrefix(slot.held, tokens, tokens.length - 1);
    if (reused >= reuseMin && reused > best.reused) best = { slot, reused };
  }
  return best;
}

function commonPrefix(left: number[], right: number[], most: number): number {
  const end = Math.min(left.length, right.length, most);
  let length = 0;
  while (length < end && left[length] === right[length]) length += 1;
  return length;
}

/** Prompt tokens to evaluate this step: the budget is shared evenly, so that a long prompt stalls no short one. */
export function sharePrompt(remaining: number[], budget: number): number[] {
  const shares = remaining.map(() => 0);
  const order = remaining
    .map((_, index) => index)
    .sort((a, b) => at(remaining, a) - at(remaining, b));
  let left = budget;
  order.forEach((index, rank) => {
    const share = Math.min(at(remaining, index), Math.floor(left / (order.length - rank)));
    shares[index] = share;
    left -= share;
  });
  return shares;
}

function at(values: number[], index: number): number {
  return values[index] ?? 0;
}
