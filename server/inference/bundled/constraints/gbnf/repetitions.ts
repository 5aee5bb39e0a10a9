import { definedRule, type GbnfPart } from "./parse-gbnf.ts";

// llama.cpp's own limit, which it would report by printing the whole grammar.
const repeatedRulesMax = 2_000;
const elementsMax = 1_000_000;

/**
 * Whether the native parser would refuse the grammar's repetitions, or need too much memory to write them out.
 * Counts as that parser does: each repetition and each pair of brackets makes rules of its own.
 */
export function repeatsTooMuch(parts: readonly GbnfPart[]): boolean {
  const counter = new RuleCounter();
  for (const part of parts) counter.read(part);
  return counter.isTooMuch;
}

class RuleCounter {
  isTooMuch = false;
  private readonly names = new Set<string>();
  private readonly open: number[] = [];
  private made = 0;
  private repeated = 1;
  private size = 1;
  private elements = 0;

  read(part: GbnfPart): void {
    if (part.kind === "repeat" || /^[*+?]$/.test(part.text)) this.repeat(part.text);
    else if (part.text === "(") this.open.push(this.made++ + this.names.size);
    else if (part.text === ")") {
      this.begin(this.made + this.names.size - (this.open.pop() ?? 0), 1);
    } else {
      if (part.kind === "rule") this.names.add(part.text);
      if (part.kind === "define") this.names.add(definedRule(part));
      this.begin(1, part.kind === "rule" ? 1 : part.text.length);
    }
  }

  private begin(rules: number, size: number): void {
    this.repeated = rules;
    this.size = size;
  }

  private repeat(text: string): void {
    const [least = 0, most = Number(text === "?" || least)] = (text.match(/\d+/g) ?? []).map(
      Number,
    );
    const hasEnd = text === "?" || /^\{\s*\d+\s*(?:\}|,\s*\d)/.test(text);
    const total = Math.max(1, hasEnd ? most : least);
    this.isTooMuch ||= this.repeated * total >= repeatedRulesMax;
    this.repeated *= total;
    this.made += hasEnd ? Math.max(0, most - least) : 1;
    this.elements += this.size * (total + 1);
    this.size *= total;
    this.isTooMuch ||= this.elements > elementsMax;
  }
}
