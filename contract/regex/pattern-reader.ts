import { BadGrammarError } from "./bad-grammar-error.ts";

/** A pattern's characters (code points, as with the `u` flag), read from the left. */
export class PatternReader {
  private readonly characters: string[];
  private at = 0;

  constructor(private readonly pattern: string) {
    this.characters = Array.from(pattern);
  }

  get length(): number {
    return this.characters.length;
  }

  get isAtEnd(): boolean {
    return this.at >= this.characters.length;
  }

  sees(character: string): boolean {
    return this.characters[this.at] === character;
  }

  accept(character: string): boolean {
    if (!this.sees(character)) return false;
    this.at += 1;
    return true;
  }

  /** Throws BadGrammarError at the end. */
  next(): string {
    const character = this.characters[this.at];
    if (character === undefined) throw this.refusal("it ends too early");
    this.at += 1;
    return character;
  }

  /** Reads what the expression, which begins with ^ and asks for few characters, finds here. */
  match(expression: RegExp): RegExpExecArray | null {
    const found = expression.exec(this.characters.slice(this.at, this.at + 80).join(""));
    if (found) this.at += Array.from(found[0]).length;
    return found;
  }

  refusal(problem: string): BadGrammarError {
    const shown = this.pattern.length > 60 ? `${this.pattern.slice(0, 60)}...` : this.pattern;
    return new BadGrammarError(
      `The pattern ${JSON.stringify(shown)} is wrong at character ${this.at}: ${problem}.`,
    );
  }
}
