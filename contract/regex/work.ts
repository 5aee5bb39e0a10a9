import { BadGrammarError } from "./bad-grammar-error.ts";

/** Counts steps instead of time, so that what is refused as too complicated is so on every machine. */
export class Work {
  private left = 3_000_000;

  constructor(private readonly subject: string) {}

  /** Throws BadGrammarError when all steps are spent. */
  spend(steps = 1): void {
    this.left -= steps;
    if (this.left < 0) {
      throw new BadGrammarError(
        `${this.subject} is too complicated to become a grammar; use fewer alternatives and repetitions.`,
      );
    }
  }
}
