import type { PooledModel } from "./pool.ts";

type Idle = { model: PooledModel; since: number };

/** Rings for each model that nobody has used for so long; `since` is of `Date.now()`. */
export class IdleClock {
  private timer: NodeJS.Timeout | null = null;
  private isStopped = false;

  /** `idleMs` 0 is never. */
  constructor(
    private readonly idleMs: number,
    private readonly idle: () => Idle[],
    private readonly ring: (model: PooledModel) => Promise<void>,
  ) {}

  /** To be called whenever a model has become idle. */
  wind(): void {
    if (this.timer) clearTimeout(this.timer);
    const ends = this.idle().map(({ since }) => since + this.idleMs);
    if (this.idleMs === 0 || this.isStopped || ends.length === 0) return;
    this.timer = setTimeout(() => void this.strike(), Math.min(...ends) - Date.now());
    this.timer.unref();
  }

  stop(): void {
    this.isStopped = true;
    if (this.timer) clearTimeout(this.timer);
  }

  private async strike(): Promise<void> {
    for (const { model, since } of this.idle())
      if (since + this.idleMs <= Date.now()) await this.ring(model);
    this.wind();
  }
}
