import { BadGrammarError } from "#contract/regex/bad-grammar-error.ts";
import { choice, text } from "#contract/regex/expression.ts";
import { writeGbnf } from "./gbnf/write-gbnf.ts";
import { Rules } from "./rules.ts";

/** GBNF of exactly these texts. Throws BadGrammarError. */
export function choiceToGbnf(options: readonly string[]): string {
  const wrong = options.find(
    (option) => option.includes("\0") || Buffer.from(option).toString() !== option,
  );
  if (wrong !== undefined) {
    throw new BadGrammarError(
      `The option ${JSON.stringify(wrong)} holds a character that a model cannot write.`,
    );
  }
  const distinct = [...new Set(options)];
  const grammar = writeGbnf(choice(...distinct.map(text)), new Rules());
  if (grammar !== null) return grammar;
  throw new BadGrammarError("A choice needs at least one option.");
}
