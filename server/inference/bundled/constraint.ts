import type { Llama } from "node-llama-cpp";
import { BadGrammarError, parseGbnf } from "./gbnf.ts";
import { groupAlternatives } from "./gbnf-tree.ts";
import type { Native, NativeGrammar } from "./native.ts";

// The library types schemas by their literal; what it does not know it ignores.
type LibrarySchema = Parameters<Llama["createGrammarForJsonSchema"]>[0];

const cachedMax = 32;
const schemaLimits = { bytes: 256 * 1024, depth: 32 };

/** Grammars, compiled and kept by their text (the least recently used go first). */
export class Grammars {
  private readonly compiled = new Map<string, NativeGrammar>();

  constructor(
    private readonly llama: Llama,
    private readonly native: Native,
  ) {}

  /** Throws BadGrammarError. */
  fromGbnf(text: string): NativeGrammar {
    const grammar = this.compiled.get(text) ?? this.compile(text);
    this.compiled.delete(text);
    this.compiled.set(text, grammar);
    for (const oldest of this.compiled.keys()) {
      if (this.compiled.size <= cachedMax) break;
      this.compiled.delete(oldest);
    }
    return grammar;
  }

  /**
   * The library's own translation, which ignores `pattern` and number bounds and makes every property required.
   * Throws BadGrammarError.
   */
  async fromJsonSchema(schema: Record<string, unknown>): Promise<NativeGrammar> {
    if (JSON.stringify(schema).length > schemaLimits.bytes || depth(schema) > schemaLimits.depth) {
      throw new BadGrammarError("The JSON schema is too large or too deep.");
    }
    let text: string;
    try {
      text = (await this.llama.createGrammarForJsonSchema(schema as LibrarySchema)).grammar;
    } catch {
      throw new BadGrammarError("The JSON schema holds something that cannot become a grammar.");
    }
    // The library ends every value with four line breaks, which it cuts off again in its own loop.
    return this.fromGbnf(text.replace(/^(root ::= .*?) "\\n\\n\\n\\n" \[\\n\]\*$/m, "$1"));
  }

  private compile(text: string): NativeGrammar {
    const grouped = groupAlternatives(text, parseGbnf(text));
    try {
      const { bindings } = this.native;
      return new bindings.AddonGrammar(grouped, { addonExports: bindings, rootRuleName: "root" });
    } catch {
      throw new BadGrammarError("llama.cpp refused the grammar: a rule may begin with itself.");
    }
  }
}

function depth(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depth));
}
