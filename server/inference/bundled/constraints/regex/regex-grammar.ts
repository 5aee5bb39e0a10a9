import { BadGrammarError } from "#contract/regex/bad-grammar-error.ts";
import { regexAutomaton } from "#contract/regex/build-automaton.ts";
import { Work } from "#contract/regex/work.ts";
import { writeGbnf } from "../gbnf/write-gbnf.ts";
import { Rules } from "../rules.ts";
import { plainRules } from "./automaton-rules.ts";

/**
 * GBNF of all texts that the pattern matches as a whole, with or without ^ and $ at its ends.
 * Throws BadGrammarError for a pattern that is wrong, unsupported, too large or matches nothing.
 */
export function regexToGbnf(pattern: string): string {
  const rules = new Rules();
  const automaton = regexAutomaton(pattern, true, new Work("The pattern"));
  const grammar = writeGbnf(plainRules(automaton, rules), rules);
  if (grammar !== null) return grammar;
  throw new BadGrammarError("No text can match the pattern; ^ and $ belong at its ends.");
}
