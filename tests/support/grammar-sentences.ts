type Node =
  | { kind: "text"; text: string }
  | { kind: "set"; ranges: [number, number][] }
  | { kind: "rule"; name: string }
  | { kind: "sequence"; parts: Node[] }
  | { kind: "choice"; parts: Node[] }
  | { kind: "repeat"; part: Node; min: number; max: number };

const depthMax = 40;

/** Random sentences of a GBNF grammar, which may be recursive; `random` gives numbers from 0 to below 1. */
export function sentencesOf(grammar: string): (random: () => number) => string {
  const rules = readRules(grammar);
  const depths = endings(rules);
  const root: Node = { kind: "rule", name: "root" };
  return (random) => new Deriver(rules, depths, random).derive(root, 0);
}

function readRules(grammar: string): Map<string, Node> {
  return new Map(
    grammar.split("\n").map((line) => {
      const [name = "", body = ""] = line.split(/ ::= (.*)/s);
      return [name, new Reader(body).alternatives()];
    }),
  );
}

class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  alternatives(): Node {
    const parts = [this.sequence()];
    while (this.accept(/\|/y)) parts.push(this.sequence());
    return { kind: "choice", parts };
  }

  private sequence(): Node {
    const parts: Node[] = [];
    for (let item = this.item(); item; item = this.item()) parts.push(this.repeated(item));
    return { kind: "sequence", parts };
  }

  private repeated(part: Node): Node {
    const found = this.accept(/([*+?])|\{(\d+)(?:(,)(\d*))?\}/y);
    if (!found) return part;
    const [, mark, least, comma, most] = found;
    if (mark) {
      return {
        kind: "repeat",
        part,
        min: Number(mark === "+"),
        max: mark === "?" ? 1 : Number.POSITIVE_INFINITY,
      };
    }
    const min = Number(least);
    return {
      kind: "repeat",
      part,
      min,
      max: comma ? Number(most || Number.POSITIVE_INFINITY) : min,
    };
  }

  private item(): Node | null {
    const literal = this.accept(/"((?:[^"\\]|\\.)*)"/suy);
    if (literal) return { kind: "text", text: String.fromCodePoint(...codes(literal[1] ?? "")) };
    const set = this.accept(/\[((?:[^\]\\]|\\.)*)\]/suy);
    if (set) return { kind: "set", ranges: readSet(set[1] ?? "") };
    const name = this.accept(/[a-z][a-z0-9-]*/y);
    if (name) return { kind: "rule", name: name[0] };
    if (!this.accept(/\(/y)) return null;
    const group = this.alternatives();
    this.accept(/\)/y);
    return group;
  }

  private accept(pattern: RegExp): RegExpExecArray | null {
    while (this.text[this.at] === " ") this.at += 1;
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found) this.at = pattern.lastIndex;
    return found;
  }
}

const character = /\\x(..)|\\u(....)|\\U(.{8})|\\(.)|(.)/gsu;

function codes(text: string): number[] {
  return Array.from(text.matchAll(character), ([, x, u, long, escaped, plain]) => {
    const hex = x ?? u ?? long;
    return hex ? Number.parseInt(hex, 16) : ((escaped ?? plain ?? "").codePointAt(0) ?? 0);
  });
}

function readSet(members: string): [number, number][] {
  const range = /((?:\\x..|\\u....|\\U.{8}|\\.|.))(?:-((?:\\x..|\\u....|\\U.{8}|\\.|.)))?/gsu;
  return Array.from(members.matchAll(range), ([, from = "", to = from]) => {
    return [codes(from)[0] ?? 0, codes(to)[0] ?? 0];
  });
}

/** The least depth in which each rule comes to an end. */
function endings(rules: ReadonlyMap<string, Node>): Map<string, number> {
  const depths = new Map<string, number>();
  for (let isNew = true; isNew; ) {
    isNew = false;
    for (const [name, node] of rules) {
      const depth = depthOf(node, depths);
      if (depth < (depths.get(name) ?? Number.POSITIVE_INFINITY))
        isNew = Boolean(depths.set(name, depth));
    }
  }
  return depths;
}

function depthOf(node: Node, depths: ReadonlyMap<string, number>): number {
  if (node.kind === "rule") return (depths.get(node.name) ?? Number.POSITIVE_INFINITY) + 1;
  if (node.kind === "repeat") return node.min === 0 ? 0 : depthOf(node.part, depths);
  if (!("parts" in node)) return 0;
  const each = node.parts.map((part) => depthOf(part, depths));
  return node.kind === "choice" ? Math.min(...each) : Math.max(0, ...each);
}

class Deriver {
  private readonly known = new Map<Node, number>();

  constructor(
    private readonly rules: ReadonlyMap<string, Node>,
    private readonly depths: ReadonlyMap<string, number>,
    private readonly random: () => number,
  ) {}

  derive(node: Node, depth: number): string {
    switch (node.kind) {
      case "text":
        return node.text;
      case "set":
        return this.character(node.ranges);
      case "sequence":
        return node.parts.map((part) => this.derive(part, depth)).join("");
      case "rule": {
        const body = this.rules.get(node.name);
        if (!body) throw new Error(`the grammar has no rule ${node.name}`);
        return this.derive(body, depth + 1);
      }
      case "choice":
        return this.derive(this.pick(node.parts, depth), depth);
      default:
        return this.repeat(node.part, node.min, node.max, depth);
    }
  }

  private pick(parts: Node[], depth: number): Node {
    const least = Math.min(...parts.map((part) => this.least(part)));
    const open = depth < depthMax ? parts : parts.filter((part) => this.least(part) === least);
    const picked = open[Math.floor(this.random() * open.length)];
    if (!picked) throw new Error("the grammar has a choice of nothing");
    return picked;
  }

  private least(node: Node): number {
    const depth = this.known.get(node) ?? depthOf(node, this.depths);
    this.known.set(node, depth);
    return depth;
  }

  private repeat(part: Node, min: number, max: number, depth: number): string {
    const most = depth < depthMax ? Math.min(max, min + 4) : min;
    const count = min + Math.floor(this.random() * (most - min + 1));
    return Array.from({ length: count }, () => this.derive(part, depth)).join("");
  }

  private character(ranges: [number, number][]): string {
    const range = ranges[Math.floor(this.random() * ranges.length)] ?? [0, 0];
    const near = Math.min(range[1] - range[0], this.random() < 0.9 ? 100 : 0x10ffff);
    const code = range[0] + Math.floor(this.random() * (near + 1));
    return code >= 0xd800 && code <= 0xdfff ? this.character(ranges) : String.fromCodePoint(code);
  }
}
