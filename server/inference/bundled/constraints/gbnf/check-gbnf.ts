import { BadGrammarError } from "#contract/regex/bad-grammar-error.ts";
import { ListMap } from "#contract/regex/list-map.ts";
import { type Graph, makeGraph } from "./gbnf-graph.ts";
import type { GbnfPart } from "./parse-gbnf.ts";
import { repeatsTooMuch } from "./repetitions.ts";

const waysMax = 20_000_000;
// The native parser calls itself for each rule that a rule begins with.
const depthMax = 6_000;

/**
 * Refuses what the native parser would hang or run out of memory on: rules that begin with themselves (it misses some),
 * rules that begin with one another in too many ways (it follows each), and repetitions that it would write out.
 * Throws BadGrammarError.
 */
export function checkGrammar(parts: readonly GbnfPart[]): void {
  if (repeatsTooMuch(parts)) {
    throw new BadGrammarError("The grammar repeats too much; use smaller counts.");
  }
  const graph = makeGraph(parts);
  checkBeginnings(beginnings(graph, emptyRules(graph)));
}

/** Rules that may be the empty text, found in one pass over all elements. */
function emptyRules(graph: Graph): Set<string> {
  const { open, waiting } = emptyCandidates(graph);
  const empty = new Set<string>();
  for (let rule = open.pop(); rule !== undefined; rule = open.pop()) {
    if (empty.has(rule)) continue;
    empty.add(rule);
    for (const alternative of waiting.get(rule) ?? []) {
      alternative.left -= 1;
      if (alternative.left === 0) open.push(alternative.rule);
    }
  }
  return empty;
}

/** Rules with an empty alternative, and alternatives that are empty once so many rules in them are. */
function emptyCandidates(graph: Graph) {
  const open: string[] = [];
  const waiting = new ListMap<string, { rule: string; left: number }>();
  const alternatives = Array.from(graph, ([rule, list]) =>
    list.map((elements) => ({ rule, elements })),
  );
  for (const { rule, elements } of alternatives.flat()) {
    const needed = elements.flatMap((element) => (element.mayBeMissing ? [] : [element.rule]));
    const rules = needed.filter((name) => name !== null);
    if (rules.length < needed.length) continue;
    if (rules.length === 0) open.push(rule);
    const alternative = { rule, left: rules.length };
    for (const name of rules) waiting.add(name, alternative);
  }
  return { open, waiting };
}

/** The rules with which each rule may begin, as often as it may. */
function beginnings(graph: Graph, empty: ReadonlySet<string>): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [rule, alternatives] of graph) {
    const first = alternatives.flatMap((elements) => {
      const fixed = elements.findIndex(
        (element) => !element.mayBeMissing && !empty.has(element.rule ?? ""),
      );
      return fixed < 0 ? elements : elements.slice(0, fixed + 1);
    });
    found.set(
      rule,
      first.map((element) => element.rule).filter((name) => name !== null),
    );
  }
  return found;
}

function checkBeginnings(first: ReadonlyMap<string, string[]>): void {
  const { total, deepest, waiting } = countWays(first);
  const [stuck] = waiting.keys();
  if (stuck !== undefined) {
    const rule = onCircle(stuck, first, waiting);
    throw new BadGrammarError(
      `The grammar's rule ${rule} may begin with itself, which never ends.`,
    );
  }
  if (total > waysMax || deepest > depthMax) {
    throw new BadGrammarError("The grammar's rules begin with one another in too many ways.");
  }
}

/** Counts, from the rules that begin with none, in how many ways each can be entered. */
function countWays(first: ReadonlyMap<string, string[]>) {
  const users = new ListMap<string, string>();
  for (const [rule, others] of first) for (const other of others) users.add(other, rule);
  const waiting = new Map(Array.from(first, ([rule, others]) => [rule, others.length]));
  const ways = new Map<string, number>();
  const depths = new Map<string, number>();
  const open = [...first.keys()].filter((rule) => waiting.get(rule) === 0);
  let total = 0;
  for (const rule of open) {
    const inside = first.get(rule) ?? [];
    const own = inside.reduce((sum, other) => sum + (ways.get(other) ?? 1), 1);
    ways.set(rule, own);
    depths.set(
      rule,
      inside.reduce((most, other) => Math.max(most, 1 + (depths.get(other) ?? 0)), 0),
    );
    total += own;
    waiting.delete(rule);
    for (const user of users.get(rule) ?? []) {
      const left = (waiting.get(user) ?? 1) - 1;
      waiting.set(user, left);
      if (left === 0) open.push(user);
    }
  }
  const deepest = [...depths.values()].reduce((most, depth) => Math.max(most, depth), 0);
  return { total, deepest, waiting };
}

/** Follows rules that wait for each other until one comes again, then on to one that the author named. */
function onCircle(
  start: string,
  first: ReadonlyMap<string, string[]>,
  waiting: ReadonlyMap<string, unknown>,
): string {
  const next = (rule: string) => first.get(rule)?.find((other) => waiting.has(other)) ?? rule;
  const seen = new Set<string>();
  let rule = start;
  for (; !seen.has(rule); rule = next(rule)) seen.add(rule);
  while (rule.startsWith("(")) rule = next(rule);
  return rule;
}
