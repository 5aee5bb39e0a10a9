import { BadGrammarError } from "#contract/regex/bad-grammar-error.ts";

/** A piece of a grammar without the blanks and comments between pieces; `at` is its place in the text. */
export type GbnfPart = {
  kind: "literal" | "set" | "repeat" | "define" | "rule" | "mark";
  text: string;
  at: number;
};

const limits = { bytes: 256 * 1024, depth: 64, rules: 5_000, repetitions: 1_999 };
const unclosed = 'a "(" is never closed';
const kinds = ["literal", "set", "repeat", "define", "rule", "mark"] as const;

const escaped = String.raw`\\(?:x[\dA-Fa-f]{2}|u[\dA-Fa-f]{4}|U[\dA-Fa-f]{8}|[trn"\\[\]-])`;

// llama.cpp's grammar parser recurses without a limit and prints a refused grammar to stderr, so it only sees
// grammars that passed here. Left recursion is left to it.
const lexer = new RegExp(
  [
    String.raw`(?<blank>[ \t\r\n]+|#[^\n]*)`,
    String.raw`(?<literal>"(?:[^"\\\n]|${escaped})*")`,
    String.raw`(?<set>\[(?:[^\]\\\n]|${escaped})*\])`,
    String.raw`(?<repeat>\{\s*\d+\s*(?:,\s*\d*\s*)?\})`,
    String.raw`(?<define>[A-Za-z0-9-]+[ \t]*::=)`,
    "(?<rule>[A-Za-z0-9-]+)",
    "(?<mark>[().|*+?])",
  ].join("|"),
  "y",
);

/** Throws BadGrammarError for what cannot be GBNF or is too large, too deep or repeats too often to be safe. */
export function parseGbnf(text: string): GbnfPart[] {
  if (Buffer.byteLength(text) > limits.bytes) {
    throw new BadGrammarError(`The grammar is larger than ${limits.bytes / 1024} KB.`);
  }
  const parts = readParts(text);
  checkGroups(text, parts);
  checkRules(text, parts);
  return parts;
}

/** The parts alone, unchecked. Throws BadGrammarError for what can be no part. */
export function readParts(text: string): GbnfPart[] {
  const parts: GbnfPart[] = [];
  lexer.lastIndex = 0;
  while (lexer.lastIndex < text.length) {
    const at = lexer.lastIndex;
    const found = lexer.exec(text);
    if (!found?.groups) {
      throw refusal(text, at, `unexpected ${JSON.stringify(text.slice(at, at + 12))}`);
    }
    const groups = found.groups;
    const kind = kinds.find((name) => groups[name] !== undefined);
    if (kind) parts.push({ kind, text: found[0], at });
  }
  return parts;
}

function checkGroups(text: string, parts: GbnfPart[]): void {
  let depth = 0;
  parts.forEach((part, index) => {
    if (part.text === "(") depth += 1;
    if (part.text === ")") depth -= 1;
    const problem =
      groupProblem(part, depth) ??
      repeatProblem(part, parts[index - 1]) ??
      lineProblem(text, part, parts[index - 1], depth);
    if (problem) throw refusal(text, part.at, problem);
  });
  if (depth > 0) throw refusal(text, text.length, unclosed);
}

function groupProblem(part: GbnfPart, depth: number): string | null {
  if (depth < 0) return 'a ")" without "("';
  if (depth > limits.depth) return `more than ${limits.depth} nested groups`;
  return depth > 0 && part.kind === "define" ? unclosed : null;
}

function repeatProblem(part: GbnfPart, before: GbnfPart | undefined): string | null {
  if (part.kind !== "repeat" && !/^[*+?]$/.test(part.text)) return null;
  if (!before || before.kind === "define" || /^[(|]$/.test(before.text)) {
    return "a repetition of nothing";
  }
  const counts = part.text.match(/\d+/g) ?? [];
  const isTooMuch = counts.some((count) => Number(count) > limits.repetitions);
  return isTooMuch ? `more than ${limits.repetitions} repetitions` : null;
}

/** Outside groups a rule ends at its line's end, unless a `|` or `::=` comes last there. */
function lineProblem(
  text: string,
  part: GbnfPart,
  before: GbnfPart | undefined,
  depth: number,
): string | null {
  if (!before) return null;
  const isNewLine = text.slice(before.at + before.text.length, part.at).includes("\n");
  if (part.kind === "define") return isNewLine ? null : "a rule must begin on a line of its own";
  const mayBreak = depth > 0 || before.kind === "define" || before.text === "|";
  const closes = depth === 0 && part.text === ")";
  return isNewLine && !mayBreak && !closes
    ? "this line does not begin with a rule's name and ::="
    : null;
}

function checkRules(text: string, parts: GbnfPart[]): void {
  const defined = new Set<string>();
  if (parts[0] && parts[0].kind !== "define") {
    throw refusal(text, parts[0].at, "a rule's name and ::= must come first");
  }
  for (const part of parts) {
    if (part.kind !== "define") continue;
    const rule = definedRule(part);
    if (defined.has(rule)) throw refusal(text, part.at, `the rule ${rule} is defined twice`);
    defined.add(rule);
  }
  if (!defined.has("root")) throw new BadGrammarError("The grammar has no rule named root.");
  if (defined.size > limits.rules) {
    throw new BadGrammarError(`The grammar has more than ${limits.rules} rules.`);
  }
  const missing = parts.find((part) => part.kind === "rule" && !defined.has(part.text));
  if (missing) throw refusal(text, missing.at, `the rule ${missing.text} is not defined`);
}

/** The name in a `define` part. */
export function definedRule(part: GbnfPart): string {
  return part.text.replace(/[ \t]*::=$/, "");
}

function refusal(text: string, at: number, problem: string): BadGrammarError {
  const before = text.slice(0, at).split("\n");
  const column = (before.at(-1)?.length ?? 0) + 1;
  return new BadGrammarError(
    `The grammar is wrong at line ${before.length}, column ${column}: ${problem}.`,
  );
}
