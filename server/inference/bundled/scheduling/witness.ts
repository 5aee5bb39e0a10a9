import { createHash } from "node:crypto";
import type { Tops } from "./sampler.ts";

/** Sees the probabilities of every step go by, and sums them up so that two runs can be compared bit by bit. */
export class Witness {
  private readonly hash = createHash("sha256");
  private gap: number | null = null;

  see(tops: Tops): void {
    const bits = Float64Array.from(tops.flatMap(({ token, probability }) => [token, probability]));
    this.hash.update(bits);
    const [first, second] = tops;
    if (!first || !second) return;
    this.gap = Math.min(this.gap ?? 1, first.probability - second.probability);
  }

  /** Null for both when nothing was seen. To be read once, at the end. */
  report(): { probabilitiesHash: string | null; smallestGap: number | null } {
    if (this.gap === null) return { probabilitiesHash: null, smallestGap: null };
    return { probabilitiesHash: this.hash.digest("hex"), smallestGap: this.gap };
  }
}
