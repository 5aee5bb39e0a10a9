import type { Run } from "./batch.ts";
import type { SlotMemory } from "./slot-memory.ts";
import { chooseSlot, type Slot } from "./slots.ts";

/** Gives waiting runs free slots, in the order they came, and takes over what those or others hold of their prompts. */
export async function admit(
  queue: Run[],
  slots: Slot<Run>[],
  memory: Pick<SlotMemory, "keep" | "copy">,
  fail: (slot: Slot<Run>, error: unknown) => void,
): Promise<void> {
  for (let run = queue[0]; run; run = queue[0]) {
    const { tokens, adapters, reuse, signal } = run.job;
    const choice = chooseSlot(slots, { tokens, adapters: adapters.key, reuse });
    if (!choice) return;
    queue.shift();
    signal.removeEventListener("abort", run.leave);
    const { slot, donor, reused } = choice;
    slot.run = run;
    run.startedAt = performance.now();
    try {
      if (donor && donor !== slot) await memory.copy(donor, slot, reused);
      else memory.keep(slot, reused);
      slot.adapters = adapters.key;
      slot.salt = reuse?.salt ?? null;
      run.cached = slot.held.length;
      run.todo = tokens.slice(run.cached);
      run.sampler = run.job.createSampler();
    } catch (error) {
      fail(slot, error);
    }
  }
}
