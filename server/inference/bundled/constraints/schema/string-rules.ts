import {
  type Automaton,
  both,
  exceptAutomaton,
  lengthAutomaton,
} from "#contract/regex/automaton.ts";
import { regexAutomaton, statesMax } from "#contract/regex/build-automaton.ts";
import {
  between,
  choice,
  type Expression,
  repeat,
  sequence,
  set,
  text,
} from "#contract/regex/expression.ts";
import type { Work } from "#contract/regex/work.ts";
import { jsonRules } from "../regex/automaton-rules.ts";
import type { Rules } from "../rules.ts";
import { formatPattern } from "./formats.ts";
import type { Shape } from "./shape.ts";

// Longer texts do not fit a model's context, so their end is not counted.
const countedMax = 100_000;
const quote = text('"');

/** Texts between quotes. Called with what it must leave to the check of the finished output. */
export class StringRules {
  private readonly automata = new Map<string, Automaton>();

  constructor(
    private readonly rules: Rules,
    private readonly work: Work,
    private readonly leave: (what: string) => void,
  ) {}

  /** Throws BadGrammarError for a pattern that is wrong or too complicated. */
  rule(shape: Shape): Expression {
    const { minLength, maxLength } = shape;
    const automata = this.automataOf(shape);
    const key = JSON.stringify([minLength, maxLength, shape.patterns, shape.formats]);
    if (automata.length === 0) {
      return this.rules.share(`string ${key}`, "string", () => this.counted(minLength, maxLength));
    }
    return this.rules.share(`string ${key}`, "string", () => {
      const joined = this.joined(automata, minLength, maxLength);
      return sequence(quote, jsonRules(joined, this.rules), quote);
    });
  }

  /** Any text but these. */
  except(names: readonly string[]): Expression {
    return sequence(quote, jsonRules(exceptAutomaton(names), this.rules), quote);
  }

  /** One for each pattern and format. */
  automataOf({ patterns, formats }: Shape): Automaton[] {
    return [
      ...patterns.map((pattern) => this.automaton(pattern, false)),
      ...formats.map((format) => this.automaton(formatPattern(format), true)),
    ];
  }

  private automaton(pattern: string, whole: boolean): Automaton {
    const key = `${whole} ${pattern}`;
    const known = this.automata.get(key) ?? regexAutomaton(pattern, whole, this.work);
    this.automata.set(key, known);
    return known;
  }

  private joined(automata: Automaton[], minLength: number, maxLength: number): Automaton {
    const [first = [], ...others] = automata;
    let joined = first;
    for (const other of others)
      joined = this.both(joined, other, "That a text matches all its patterns and formats");
    if (minLength === 0 && maxLength === Number.POSITIVE_INFINITY) return joined;
    const counted = maxLength === Number.POSITIVE_INFINITY ? minLength : maxLength;
    const what = "The length of a text that has a pattern or format";
    if (counted <= statesMax) return this.both(joined, lengthAutomaton(minLength, maxLength), what);
    this.leave(what);
    return joined;
  }

  private both(a: Automaton, b: Automaton, what: string): Automaton {
    const joined = both(a, b, statesMax, this.work);
    if (!joined) this.leave(what);
    return joined ?? a;
  }

  private counted(minLength: number, maxLength: number): Expression {
    const isLong = minLength > countedMax || (maxLength > countedMax && Number.isFinite(maxLength));
    if (isLong) this.leave(`A length of more than ${countedMax} characters`);
    const min = Math.min(minLength, countedMax);
    const max = maxLength > countedMax ? Number.POSITIVE_INFINITY : maxLength;
    return sequence(quote, repeat(this.character(), min, max), quote);
  }

  /** One character however JSON may spell it; a pair of surrogates is one. */
  private character(): Expression {
    return this.rules.share("character", "char", () => {
      const hex = set([0x30, 0x39], [0x41, 0x46], [0x61, 0x66]);
      const three = repeat(hex, 3, 3);
      const two = repeat(hex, 2, 2);
      const notD = set([0x30, 0x39], [0x41, 0x43], [0x45, 0x46], [0x61, 0x63], [0x65, 0x66]);
      const d = set([0x44, 0x44], [0x64, 0x64]);
      const high = set([0x38, 0x39], [0x41, 0x42], [0x61, 0x62]);
      const low = set([0x43, 0x46], [0x63, 0x66]);
      const escaped = choice(
        set(
          ...[...'"\\/bfnrt'].map(
            (letter) => [letter.charCodeAt(0), letter.charCodeAt(0)] as const,
          ),
        ),
        sequence(text("u"), notD, three),
        sequence(text("u"), d, between("0", "7"), two),
        sequence(text("u"), d, high, two, text("\\u"), d, low, two),
      );
      const plain = set([0x20, 0x21], [0x23, 0x5b], [0x5d, 0x10ffff]);
      return choice(plain, sequence(text("\\"), escaped));
    });
  }
}
