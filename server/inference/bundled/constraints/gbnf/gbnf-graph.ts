import { definedRule, type GbnfPart } from "./parse-gbnf.ts";

/** `rule` is null for what reads a character. */
type Element = { rule: string | null; mayBeMissing: boolean };
/** Each rule's alternatives. */
export type Graph = ReadonlyMap<string, Element[][]>;

/** What a grammar's rules consist of; brackets become rules of their own, as they do natively. */
export function makeGraph(parts: readonly GbnfPart[]): Graph {
  const maker = new GraphMaker(parts);
  for (const [index, part] of parts.entries()) maker.read(part, index);
  return maker.graph;
}

class GraphMaker {
  readonly graph = new Map<string, Element[][]>();
  private readonly open: Element[][][] = [];
  private alternatives: Element[][] = [];

  constructor(private readonly parts: readonly GbnfPart[]) {}

  read(part: GbnfPart, index: number): void {
    if (part.kind === "define") this.begin(definedRule(part));
    else if (part.kind === "rule") this.add(part.text, index);
    else if (part.kind === "mark") this.mark(part.text, index);
    else if (part.kind === "set" || (part.kind === "literal" && part.text !== '""')) {
      this.add(null, index);
    }
  }

  private mark(text: string, index: number): void {
    if (text === "|") this.alternatives.push([]);
    if (text === ".") this.add(null, index);
    if (text === "(") {
      const outer = this.alternatives;
      this.add(`(${index}`, index);
      this.begin(`(${index}`);
      this.open.push(outer);
    }
    if (text === ")") {
      this.alternatives = this.open.pop() ?? [];
      const group = this.alternatives.at(-1)?.at(-1);
      if (group) group.mayBeMissing = this.isMissable(index);
    }
  }

  private begin(rule: string): void {
    this.alternatives = [[]];
    this.graph.set(rule, this.alternatives);
  }

  private add(rule: string | null, index: number): void {
    this.alternatives.at(-1)?.push({ rule, mayBeMissing: this.isMissable(index) });
  }

  private isMissable(index: number): boolean {
    return /^(?:[*?]|\{\s*0)/.test(this.parts[index + 1]?.text ?? "");
  }
}
