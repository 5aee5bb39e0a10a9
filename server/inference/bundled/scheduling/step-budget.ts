const smallest = 2;
// Longer steps would make whoever cancels or comes wait.
const longestMs = 800;
const memory = 0.2;

/** Who takes part in a step: `rest` are the prompt tokens not yet read, `pause` is for how many steps those who generate wait for others in any case. */
type Company = { generating: number; reading: number; rest: number; pause: number };

/**
 * How many prompt tokens the next step may evaluate. With nobody waiting for a next token, as many as go into a batch. Else
 * so few that they take no longer than a step of those who do, whose tokens then come half as fast. Reading in small parts
 * costs more in all, so a few may take as many times that as they are. A crowd comes first that is larger than those
 * served, or done after this one step: whoever generates beside fewer others takes longer for each token.
 * Times are those of late steps.
 */
export class StepBudget {
  private readonly stepMs = new Map<number, number>();
  private tokenMs: number | null = null;

  constructor(private readonly most: number) {}

  promptTokens({ generating, reading, rest, pause }: Company): number {
    const tokenMs = this.tokenMs ?? longestMs / this.most;
    const within = (ms: number) => Math.min(this.most, Math.floor(ms / tokenMs));
    const isCrowd = reading > 1 && (reading > generating || rest <= within(longestMs));
    const addedMs = this.nearest(generating) * Math.max(1, reading - 1, pause);
    const allowedMs = generating === 0 || isCrowd ? longestMs : Math.min(longestMs, addedMs);
    return Math.max(smallest, within(allowedMs));
  }

  /** What a step of so many generating slots took, in milliseconds. */
  observeGenerating(slots: number, ms: number): void {
    const before = this.stepMs.get(slots) ?? ms;
    this.stepMs.set(slots, before + memory * (ms - before));
  }

  /** The last one counts: what a token costs grows with the prompt and shrinks with the part. */
  observePrompt(tokens: number, ms: number): void {
    this.tokenMs = Math.max(0.001, ms / tokens);
  }

  /** The time of a step with a like number of generating slots. */
  private nearest(generating: number): number {
    let best = 0;
    let distance = Number.POSITIVE_INFINITY;
    for (const [count, ms] of this.stepMs) {
      if (Math.abs(count - generating) >= distance) continue;
      distance = Math.abs(count - generating);
      best = ms;
    }
    return best;
  }
}
