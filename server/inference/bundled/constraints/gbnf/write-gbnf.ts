import { BadGrammarError } from "#contract/regex/bad-grammar-error.ts";
import type { Expression, Range } from "#contract/regex/expression.ts";
import { choice, repeat, sequence } from "#contract/regex/expression.ts";
import { Rules, withoutDeadEnds } from "../rules.ts";

// llama.cpp writes every repetition out; longer ones are built from blocks.
const repetitionsMax = 200;
const charactersMax = 256 * 1024;

/** GBNF text, `root` first. Throws BadGrammarError when it gets too large; null when no text can match. */
export function writeGbnf(root: Expression, rules: Rules): string | null {
  const live = withoutDeadEnds(root, rules.bodies);
  return live && new Writer(live.bodies).write(live.root);
}

class Writer {
  private readonly lines: string[] = [];
  private readonly extra = new Rules();
  private readonly names = new Map<string, string>();
  private size = 0;

  constructor(private readonly bodies: ReadonlyMap<string, Expression>) {}

  write(root: Expression): string {
    const open = ["root"];
    const seen = new Set(open);
    for (const name of open) {
      const body = name === "root" ? root : this.body(name);
      this.line(`${name} ::= ${this.alternatives(body)}`);
      for (const used of this.used.splice(0)) {
        if (!seen.has(used)) open.push(used);
        seen.add(used);
      }
    }
    return this.lines.join("\n");
  }

  private readonly used: string[] = [];

  private body(name: string): Expression {
    return this.extra.bodies.get(name) ?? this.bodies.get(name) ?? choice();
  }

  private line(line: string): void {
    this.lines.push(line);
    this.size += line.length;
    if (this.size > charactersMax) {
      throw new BadGrammarError("The constraint makes a grammar of more than 256 KB; shorten it.");
    }
  }

  private alternatives(expression: Expression): string {
    if (expression.kind !== "choice") return this.item(expression) || '""';
    return expression.parts.map((part) => this.item(part) || '""').join(" | ");
  }

  /** Everything but a choice, which is put in brackets; "" for the empty text. */
  private item(expression: Expression): string {
    switch (expression.kind) {
      case "text":
        return quote(expression.text);
      case "set":
        return quoteSet(expression.ranges);
      case "rule":
        this.used.push(expression.name);
        return expression.name;
      case "sequence":
        return expression.parts
          .map((part) => this.item(part))
          .filter(Boolean)
          .join(" ");
      case "choice":
        return `(${this.alternatives(expression)})`;
      default:
        return this.repeated(expression.part, expression.min, expression.max);
    }
  }

  private repeated(part: Expression, min: number, max: number): string {
    const atom = part.kind === "set" || part.kind === "rule" ? part : this.named(part);
    if (max === Number.POSITIVE_INFINITY) {
      if (min <= 1) return this.item(atom) + (min === 0 ? "*" : "+");
      return [...this.exactly(atom, min), `${this.item(atom)}*`].join(" ");
    }
    if (max <= repetitionsMax) return this.item(atom) + counts(min, max);
    return [...this.exactly(atom, min), ...this.upTo(atom, max - min)].join(" ");
  }

  private exactly(atom: Expression, times: number): string[] {
    if (times === 0) return [];
    if (times <= repetitionsMax) return [this.item(atom) + counts(times, times)];
    const length = Math.ceil(Math.sqrt(times));
    const [blocks, rest] = [Math.floor(times / length), times % length];
    return [
      this.item(this.block(atom, length)) + counts(blocks, blocks),
      ...this.exactly(atom, rest),
    ];
  }

  /** Blocks while a whole one follows, then single ones: never more than two ways to go on. */
  private upTo(atom: Expression, times: number): string[] {
    if (times === 0) return [];
    if (times <= repetitionsMax) return [this.item(atom) + counts(0, times)];
    const length = Math.ceil(Math.sqrt(times));
    const block = this.block(atom, length);
    let chain = repeat(atom, 0, times % length);
    const tail = this.named(repeat(atom, 0, length - 1));
    for (let left = Math.floor(times / length); left > 0; left--) {
      chain = this.named(choice(sequence(block, chain), tail));
    }
    return [this.item(chain)];
  }

  private block(atom: Expression, length: number): Expression {
    return this.named({ kind: "repeat", part: atom, min: length, max: length });
  }

  private named(part: Expression): Expression {
    const key = JSON.stringify(part);
    const name = this.names.get(key);
    if (name) return { kind: "rule", name };
    const rule = this.extra.add("part", part);
    this.names.set(key, rule.name);
    return rule;
  }
}

function counts(min: number, max: number): string {
  if (min === 0 && max === 1) return "?";
  if (min === max) return min === 1 ? "" : `{${min}}`;
  return `{${min},${max}}`;
}

function quote(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what has to be escaped.
  const written = text.replace(/["\\]/g, "\\$&").replace(/[\u0000-\u001f\u007f-\u009f]/g, hex);
  return `"${written}"`;
}

function quoteSet(ranges: readonly Range[]): string {
  const written = ranges.map(([from, to]) => {
    const [first, last] = [String.fromCodePoint(from), String.fromCodePoint(to)].map(member);
    return from === to ? first : `${first}-${last}`;
  });
  return `[${written.join("")}]`;
}

function member(character: string): string {
  return /^[A-Za-z0-9 _,.;:!?@#$%&*+/=<>(){}|~"']$/.test(character) ? character : hex(character);
}

function hex(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  if (code.length <= 2) return `\\x${code.padStart(2, "0")}`;
  return code.length <= 4 ? `\\u${code.padStart(4, "0")}` : `\\U${code.padStart(8, "0")}`;
}
