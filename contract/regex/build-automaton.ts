import { makeAlphabet } from "./alphabet.ts";
import { type Automaton, type State, withoutDeadEnds } from "./automaton.ts";
import { BadGrammarError } from "./bad-grammar-error.ts";
import { anyCharacter, intersection, union } from "./characters.ts";
import { type Expression, type Range, sequence } from "./expression.ts";
import { ListMap } from "./list-map.ts";
import { Nodes } from "./nodes.ts";
import { anything, endOfText, parseRegex, startOfText } from "./parse-regex.ts";
import type { Work } from "./work.ts";

/** States of one automaton; each becomes a grammar rule. */
export const statesMax = 2_000;

/**
 * `whole`: the pattern must match the whole text, as in vLLM's `regex`; else anywhere in it, as JSON Schema's `pattern`.
 * Throws BadGrammarError.
 */
export function regexAutomaton(pattern: string, whole: boolean, work: Work): Automaton {
  const parsed = parseRegex(pattern);
  const automaton = determine(whole ? parsed : sequence(anything, parsed), !whole, work);
  if (automaton) return automaton;
  throw new BadGrammarError(
    `The pattern ${JSON.stringify(pattern.slice(0, 60))} needs more than ${statesMax} states; repeat less in it.`,
  );
}

/** Subset construction, after whose end anything may follow if `isOpen`; null when it takes too many states. */
function determine(expression: Expression, isOpen: boolean, work: Work): Automaton | null {
  const alphabet = makeAlphabet(expression, work);
  const nodes = new Nodes(alphabet, work);
  const start = nodes.add();
  const end = nodes.append(expression, start);
  const [opening = -1] = alphabet.symbolsOf([[startOfText, startOfText]]);
  const [closing = -1] = alphabet.symbolsOf([[endOfText, endOfText]]);
  const settled = (subset: number[]) => (isOpen && subset.includes(end) ? [end] : subset);
  const first = nodes.closure([start]);
  const subsets = [settled(nodes.closure([...first, ...nodes.after(first, opening)]))];
  const numbers = new Map(subsets.map((subset) => [subset.join(), 0]));
  const numberOf = (subset: number[]) => {
    const number = numbers.get(subset.join()) ?? subsets.push(subset) - 1;
    numbers.set(subset.join(), number);
    return number;
  };
  const states: State[] = [];
  for (const subset of subsets) {
    if (subsets.length > statesMax) return null;
    const accepts = subset.includes(end);
    if (isOpen && accepts) {
      states.push({ accepts, edges: [{ ranges: anyCharacter, to: states.length }] });
      continue;
    }
    const steps = Array.from(nodes.steps(subset), ([symbol, targets]) => ({
      ranges: intersection(alphabet.symbols[symbol] ?? [], anyCharacter),
      targets,
    }));
    const edges = steps
      .filter(({ ranges }) => ranges.length > 0)
      .map(({ ranges, targets }) => ({ ranges, to: numberOf(settled(nodes.closure(targets))) }));
    states.push({
      accepts: accepts || nodes.closure(nodes.after(subset, closing)).includes(end),
      edges: joinEdges(edges),
    });
  }
  return withoutDeadEnds(states);
}

function joinEdges(edges: State["edges"]): State["edges"] {
  const targets = new ListMap<number, readonly Range[]>();
  for (const { ranges, to } of edges) targets.add(to, ranges);
  return Array.from(targets, ([to, ranges]) => ({ ranges: union(...ranges), to }));
}
