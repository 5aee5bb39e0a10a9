type Node = Map<string, Node>;

/**
 * GBNF rules, the first one called `name`, that admit exactly the given texts. Shared beginnings
 * are written once: llama.cpp tries every alternative on every token of its vocabulary where the model
 * wanted something else, which for 500 texts side by side takes four times as long. Rules instead of nested
 * brackets keep its parser from recursing as deep as the longest text.
 */
export function literalTrie(name: string, texts: string[]): string {
  const root: Node = new Map();
  for (const text of texts) insert(root, [...text, end]);
  const rules: string[] = [];
  writeRule(root, name);
  return rules.join("\n");

  function writeRule(node: Node, ruleName: string): void {
    const at = rules.push("") - 1;
    const alternatives = [...node].map(([character, next]) => writeAlternative(character, next));
    rules[at] = `${ruleName} ::= ${alternatives.join(" | ")}`;
  }

  function writeAlternative(first: string, next: Node): string {
    let text = first;
    let node = next;
    for (let only = onlyChild(node); only; only = onlyChild(node)) {
      text += only[0];
      node = only[1];
    }
    const literal = quoteGbnf(text.replace(end, ""));
    if (node.size === 0) return literal;
    const rest = `${name}-${rules.length}`;
    writeRule(node, rest);
    return `${literal} ${rest}`;
  }
}
/** Marks where a text ends; it never occurs in JSON, whose control characters are escaped. */
const end = "\0";

/** A GBNF literal: its own escapes for quotes and backslashes, on top of any that the text has. */
export function quoteGbnf(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}

function insert(root: Node, characters: string[]): void {
  let node = root;
  for (const character of characters) {
    const next = node.get(character) ?? new Map();
    node.set(character, next);
    node = next;
  }
}

function onlyChild(node: Node): [string, Node] | undefined {
  const [child, second] = node;
  return second ? undefined : child;
}
