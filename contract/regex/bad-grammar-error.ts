/** A pattern, grammar or schema that cannot be used; the message says where and why. */
export class BadGrammarError extends Error {}
