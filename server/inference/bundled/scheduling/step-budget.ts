const smallest = 8;
const memory = 0.2;

/**
 * How many prompt tokens a step may evaluate. With nobody waiting for a next token, as many as go into a batch; else so
 * few that the step takes about twice the time of one without any, by what steps took lately.
 */
export class StepBudget {
  private tokenMs: number | null = null;
  private readonly stepMs = new Map<number, number>();

  constructor(private readonly most: number) {}

  promptTokens(generating: number): number {
    if (generating === 0) return this.most;
    const stepMs = this.nearest(generating);
    if (stepMs === null || this.tokenMs === null) return smallest * 4;
    return Math.round(Math.min(this.most, Math.max(smallest, stepMs / this.tokenMs)));
  }

  /** What a step with so many generating slots and prompt tokens took, in milliseconds. */
  observe(generating: number, promptTokens: number, ms: number): void {
    if (promptTokens === 0)
      this.stepMs.set(generating, blend(this.stepMs.get(generating) ?? null, ms));
    else if (promptTokens >= smallest) {
      const own = generating === 0 ? 0 : (this.nearest(generating) ?? 0);
      this.tokenMs = blend(this.tokenMs, Math.max(0.001, ms - own) / promptTokens);
    }
  }

  /** The time of a step with a like number of generating slots. */
  private nearest(generating: number): number | null {
    let best: number | null = null;
    let distance = Number.POSITIVE_INFINITY;
    for (const [count, ms] of this.stepMs) {
      if (Math.abs(count - generating) >= distance) continue;
      distance = Math.abs(count - generating);
      best = ms;
    }
    return best;
  }
}

function blend(before: number | null, now: number): number {
  return before === null ? now : before + memory * (now - before);
}
