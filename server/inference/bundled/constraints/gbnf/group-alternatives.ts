import { definedRule, type GbnfPart } from "./parse-gbnf.ts";

type Tree = { branches: Map<string, Tree>; isEnd: boolean };

const alternativesMin = 8;
// Each level is a group within a group, on which llama.cpp's parser recurses.
const levelsMax = 60;

/**
 * The same grammar with long lists of literal alternatives grouped by their common beginnings. The native side follows
 * every alternative still possible at once: 500 of them cost up to 390 ms a token as a list and 8 ms as a tree.
 */
export function groupAlternatives(text: string, parts: GbnfPart[]): string {
  const named = literalRules(parts);
  const literal = (part: GbnfPart | undefined) =>
    part?.kind === "literal" ? part.text : named.get(part?.text ?? "");
  let grouped = "";
  let from = 0;
  for (let index = 0; index < parts.length; index++) {
    const run = aloneFrom(parts, index, literal);
    const [first, last] = [run[0], run.at(-1)];
    if (!first || !last || run.length < alternativesMin) continue;
    const tree = growTree(run.map((part) => characters(literal(part) ?? "")));
    index += (run.length - 1) * 2;
    if (levels(tree) > levelsMax) continue;
    grouped += `${text.slice(from, first.at)}(${writeTree(tree)})`;
    from = last.at + last.text.length;
  }
  return grouped + text.slice(from);
}

/** Rules that are one literal and nothing else. */
function literalRules(parts: GbnfPart[]): Map<string, string> {
  const rules = new Map<string, string>();
  parts.forEach((part, index) => {
    const [body, next] = [parts[index + 1], parts[index + 2]];
    if (
      part.kind === "define" &&
      body?.kind === "literal" &&
      (next?.kind ?? "define") === "define"
    ) {
      rules.set(definedRule(part), body.text);
    }
  });
  return rules;
}

/** Neighbouring alternatives, from this part on, that are a literal each. */
function aloneFrom(
  parts: GbnfPart[],
  start: number,
  literal: (part: GbnfPart | undefined) => string | undefined,
): GbnfPart[] {
  const before = parts[start - 1];
  const run: GbnfPart[] = [];
  if (before?.kind !== "define" && before?.text !== "(" && before?.text !== "|") return run;
  for (let index = start; ; index += 2) {
    const [part, next] = [parts[index], parts[index + 1]];
    const isLast = next === undefined || next.kind === "define" || next.text === ")";
    if (!part || literal(part) === undefined || !(isLast || next.text === "|")) return run;
    run.push(part);
    if (isLast) return run;
  }
}

const escaped = /\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/gu;
const named: Record<string, string> = { n: "\n", r: "\r", t: "\t" };

function characters(literal: string): string[] {
  const text = literal.slice(1, -1).replace(escaped, (_, x, u, long, one) => {
    const hex = x ?? u ?? long;
    return hex === undefined ? (named[one] ?? one) : String.fromCodePoint(Number.parseInt(hex, 16));
  });
  return Array.from(text);
}

function growTree(texts: string[][]): Tree {
  const root: Tree = { branches: new Map(), isEnd: false };
  for (const text of texts) {
    let tree = root;
    for (const character of text) {
      const branch = tree.branches.get(character) ?? { branches: new Map(), isEnd: false };
      tree.branches.set(character, branch);
      tree = branch;
    }
    tree.isEnd = true;
  }
  return root;
}

/** Follows a branch to its next fork or end. */
function trunk(character: string, branch: Tree): { text: string; fork: Tree } {
  let text = character;
  let fork = branch;
  while (fork.branches.size === 1 && !fork.isEnd) {
    for (const [next, tree] of fork.branches) {
      text += next;
      fork = tree;
    }
  }
  return { text, fork };
}

function levels(tree: Tree): number {
  const stack = [{ tree, level: 1 }];
  let most = 1;
  for (let entry = stack.pop(); entry; entry = stack.pop()) {
    most = Math.max(most, entry.level);
    for (const [character, branch] of entry.tree.branches) {
      stack.push({ tree: trunk(character, branch).fork, level: entry.level + 1 });
    }
  }
  return most;
}

function writeTree(tree: Tree): string {
  const alternatives = Array.from(tree.branches, ([character, branch]) => {
    const { text, fork } = trunk(character, branch);
    return fork.branches.size > 0 ? `${quote(text)} (${writeTree(fork)})` : quote(text);
  });
  return [...alternatives, ...(tree.isEnd ? ['""'] : [])].join(" | ");
}

function quote(text: string): string {
  const written = Array.from(text, (character) =>
    /^[ !#-[\]-~]$/.test(character)
      ? character
      : `\\U${(character.codePointAt(0) ?? 0).toString(16).padStart(8, "0")}`,
  );
  return `"${written.join("")}"`;
}
