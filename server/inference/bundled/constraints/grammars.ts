import { BadGrammarError } from "#contract/regex/bad-grammar-error.ts";
import type { Native, NativeGrammar } from "../native.ts";
import { choiceToGbnf } from "./choice.ts";
import { checkGrammar } from "./gbnf/check-gbnf.ts";
import { groupAlternatives } from "./gbnf/group-alternatives.ts";
import { parseGbnf, readParts } from "./gbnf/parse-gbnf.ts";
import { repeatsTooMuch } from "./gbnf/repetitions.ts";
import { regexToGbnf } from "./regex/regex-grammar.ts";
import { schemaToGbnf } from "./schema/compile-schema.ts";

const cachedMax = 32;

/** Grammars, compiled and kept by what they were made from (the least recently used go first). */
export class Grammars {
  private readonly compiled = new Map<string, NativeGrammar>();

  constructor(private readonly native: Pick<Native, "bindings">) {}

  /** Throws BadGrammarError. */
  fromGbnf(text: string): NativeGrammar {
    return this.cached(`gbnf ${text}`, () => text);
  }

  /** What the grammar cannot keep is the caller's to check in the finished output. Throws BadGrammarError. */
  fromJsonSchema(schema: unknown): NativeGrammar {
    const key = `schema ${writeSchema(schema)}`;
    return this.cached(key, () => schemaToGbnf(schema).grammar);
  }

  /** The pattern must match the whole output. Throws BadGrammarError. */
  fromRegex(pattern: string): NativeGrammar {
    return this.cached(`regex ${pattern}`, () => regexToGbnf(pattern));
  }

  /** Throws BadGrammarError. */
  fromChoice(options: readonly string[]): NativeGrammar {
    return this.cached(`choice ${JSON.stringify(options)}`, () => choiceToGbnf(options));
  }

  private cached(key: string, write: () => string): NativeGrammar {
    const grammar = this.compiled.get(key) ?? this.compile(write());
    this.compiled.delete(key);
    this.compiled.set(key, grammar);
    for (const oldest of this.compiled.keys()) {
      if (this.compiled.size <= cachedMax) break;
      this.compiled.delete(oldest);
    }
    return grammar;
  }

  private compile(text: string): NativeGrammar {
    const parts = parseGbnf(text);
    checkGrammar(parts);
    const grouped = groupAlternatives(text, parts);
    const written = repeatsTooMuch(readParts(grouped)) ? text : grouped;
    try {
      const { bindings } = this.native;
      return new bindings.AddonGrammar(written, { addonExports: bindings, rootRuleName: "root" });
    } catch {
      throw new BadGrammarError("llama.cpp refused the grammar; simplify it.");
    }
  }
}

function writeSchema(schema: unknown): string {
  try {
    return JSON.stringify(schema);
  } catch {
    throw new BadGrammarError("The JSON schema is too deep.");
  }
}
