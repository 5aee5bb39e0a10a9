import type { Alphabet } from "./alphabet.ts";
import { BadGrammarError } from "./bad-grammar-error.ts";
import type { Expression } from "./expression.ts";
import { ListMap } from "./list-map.ts";
import type { Work } from "./work.ts";

type Node = { free: number[]; step: { symbols: number[]; to: number } | null };

const nodesMax = 30_000;

/** An expression as a graph: from a node one goes on freely or by a character, perhaps in several ways. */
export class Nodes {
  private readonly nodes: Node[] = [];

  constructor(
    private readonly alphabet: Alphabet,
    private readonly work: Work,
  ) {}

  add(): number {
    this.work.spend(10);
    if (this.nodes.length >= nodesMax) {
      throw new BadGrammarError("The pattern repeats too much; use smaller counts.");
    }
    return this.nodes.push({ free: [], step: null }) - 1;
  }

  /** Adds the expression behind a node; the node where it ends. */
  append(expression: Expression, from: number): number {
    this.work.spend();
    switch (expression.kind) {
      case "set": {
        const to = this.add();
        const node = this.nodes[from];
        if (!node || node.step) return this.append(expression, this.linked(from));
        node.step = { symbols: this.alphabet.symbolsOf(expression.ranges), to };
        return to;
      }
      case "sequence":
        return expression.parts.reduce((at, part) => this.append(part, at), from);
      case "choice": {
        const end = this.add();
        for (const part of expression.parts) this.link(this.append(part, this.linked(from)), end);
        return end;
      }
      case "repeat":
        return this.appendRepeat(expression.part, expression.min, expression.max, from);
      default:
        throw new Error(`a pattern has no ${expression.kind}`);
    }
  }

  private appendRepeat(part: Expression, min: number, max: number, from: number): number {
    let at = from;
    for (let count = 0; count < min; count++) at = this.append(part, at);
    if (max === Number.POSITIVE_INFINITY) {
      const loop = this.linked(at);
      this.link(this.append(part, this.linked(loop)), loop);
      return this.linked(loop);
    }
    const end = this.add();
    for (let count = min; count < max; count++) {
      this.link(at, end);
      at = this.append(part, this.linked(at));
    }
    this.link(at, end);
    return end;
  }

  private link(from: number, to: number): void {
    this.nodes[from]?.free.push(to);
  }

  private linked(from: number): number {
    const to = this.add();
    this.link(from, to);
    return to;
  }

  /** All nodes reachable without a character, sorted; only what has a step or may be the end matters. */
  closure(from: readonly number[]): number[] {
    const seen = new Set(from);
    for (const index of seen) {
      const free = this.nodes[index]?.free ?? [];
      this.work.spend(1 + free.length);
      for (const to of free) seen.add(to);
    }
    const kept = [...seen].filter((index) => {
      const node = this.nodes[index];
      return node && (node.step || node.free.length === 0);
    });
    return kept.toSorted((a, b) => a - b);
  }

  steps(subset: readonly number[]): Map<number, number[]> {
    const targets = new ListMap<number, number>();
    for (const index of subset) {
      const step = this.nodes[index]?.step;
      for (const symbol of step?.symbols ?? []) {
        this.work.spend();
        targets.add(symbol, step?.to ?? 0);
      }
    }
    return targets;
  }

  after(subset: readonly number[], symbol: number): number[] {
    return this.steps(subset).get(symbol) ?? [];
  }
}
