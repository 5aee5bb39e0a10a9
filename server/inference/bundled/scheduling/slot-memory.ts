import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { NativeContext } from "../native.ts";
import type { Slot } from "./slots.ts";

type MemoryContext = Pick<
  NativeContext,
  | "removeTokenCellsFromSequence"
  | "disposeSequence"
  | "saveSequenceStateToFile"
  | "loadSequenceStateFromFile"
>;

/** The slots' keys and values in the native context, kept in step with what each slot says it holds. */
export class SlotMemory {
  private copies = 0;

  /** `folder` is for copies on their way; `contextLength` is tokens for each slot. */
  constructor(
    private readonly context: MemoryContext,
    private readonly folder: string,
    private readonly contextLength: number,
  ) {}

  /** Cuts the slot's memory to its first tokens; to none if this kind of model cannot keep a part. */
  keep<Run>(slot: Slot<Run>, count: number): void {
    const isCut =
      count === slot.held.length ||
      (count > 0 && this.context.removeTokenCellsFromSequence(slot.id, count, -1));
    if (isCut) slot.held.length = count;
    else this.clear(slot);
  }

  clear<Run>(slot: Slot<Run>): void {
    this.context.disposeSequence(slot.id);
    slot.held = [];
  }

  /** Copies the first tokens of another slot. Where that fails the slot is left empty, which only costs time. */
  async copy<Run>(from: Slot<Run>, to: Slot<Run>, count: number): Promise<void> {
    this.clear(to);
    this.copies += 1;
    const file = join(this.folder, `${this.copies}.state`);
    try {
      await this.context.saveSequenceStateToFile(file, from.id, Uint32Array.from(from.held));
      await this.context.loadSequenceStateFromFile(file, to.id, this.contextLength);
      to.held = from.held.slice();
      this.keep(to, count);
    } catch {
      this.clear(to);
    } finally {
      await rm(file, { force: true });
    }
  }
}
