import { anyCharacter, includes, intersection } from "./characters.ts";
import type { Range } from "./expression.ts";
import type { Work } from "./work.ts";

export type State = { accepts: boolean; edges: { ranges: readonly Range[]; to: number }[] };

/** Reads a text character by character, without ever having two ways to go; starts in state 0. */
export type Automaton = readonly State[];

/** Whether the whole text leads to the end. */
export function matches(automaton: Automaton, value: string): boolean {
  let state = automaton[0];
  for (const character of value) {
    const code = character.codePointAt(0) ?? 0;
    const edge = state?.edges.find(({ ranges }) => includes(ranges, code));
    if (!edge) return false;
    state = automaton[edge.to];
  }
  return state?.accepts ?? false;
}

/** Texts of `min` to `max` characters (code points); `max` may be Infinity. */
export function lengthAutomaton(min: number, max: number): Automaton {
  const states: State[] = [];
  const last = max === Number.POSITIVE_INFINITY ? min : max;
  for (let length = 0; length <= last; length++) {
    const to = Math.min(length + 1, last);
    const mayGoOn = length < max;
    states.push({ accepts: length >= min, edges: mayGoOn ? [{ ranges: anyCharacter, to }] : [] });
  }
  return states;
}

/** Every text but these. */
export function exceptAutomaton(excluded: readonly string[]): Automaton {
  type Node = { branches: Map<number, number>; accepts: boolean };
  const nodes: Node[] = [{ branches: new Map(), accepts: true }];
  for (const word of excluded) {
    let at = 0;
    for (const character of word) {
      const code = character.codePointAt(0) ?? 0;
      const branches = nodes[at]?.branches;
      at = branches?.get(code) ?? nodes.push({ branches: new Map(), accepts: true }) - 1;
      branches?.set(code, at);
    }
    const end = nodes[at];
    if (end) end.accepts = false;
  }
  const free = nodes.length;
  const states = nodes.map(({ branches, accepts }) => ({
    accepts,
    edges: [
      ...Array.from(branches, ([code, to]) => ({ ranges: [[code, code]] as Range[], to })),
      { ranges: without([...branches.keys()]), to: free },
    ],
  }));
  return [...states, { accepts: true, edges: [{ ranges: anyCharacter, to: free }] }];
}

function without(codes: number[]): Range[] {
  let from = 0;
  const ranges: Range[] = [];
  for (const code of codes.toSorted((a, b) => a - b)) {
    if (code > from) ranges.push([from, code - 1]);
    from = code + 1;
  }
  return intersection([...ranges, [from, 0x10ffff]], anyCharacter);
}

/** Texts that both accept; null when it would take more states than allowed. */
export function both(a: Automaton, b: Automaton, statesMax: number, work: Work): Automaton | null {
  const states: State[] = [];
  const numbers = new Map<string, number>();
  const open: [number, number][] = [];
  const number = (x: number, y: number) => {
    const known = numbers.get(`${x},${y}`);
    if (known !== undefined) return known;
    numbers.set(`${x},${y}`, open.push([x, y]) - 1);
    return open.length - 1;
  };
  number(0, 0);
  for (const [x, y] of open) {
    if (open.length > statesMax) return null;
    const [left, right] = [a[x], b[y]];
    if (!left || !right) break;
    const edges = left.edges.flatMap((one) =>
      right.edges.flatMap((other) => {
        work.spend(one.ranges.length + other.ranges.length);
        const ranges = intersection(one.ranges, other.ranges);
        return ranges.length > 0 ? [{ ranges, to: number(one.to, other.to) }] : [];
      }),
    );
    states.push({ accepts: left.accepts && right.accepts, edges });
  }
  return withoutDeadEnds(states);
}

/** Only states from which the end can be reached; none at all if that is not so for the first. */
export function withoutDeadEnds(states: readonly State[]): Automaton {
  const before = states.map((): number[] => []);
  states.forEach((state, from) => {
    for (const edge of state.edges) before[edge.to]?.push(from);
  });
  const open = states.flatMap((state, index) => (state.accepts ? [index] : []));
  const live = new Set(open);
  for (const index of open) {
    for (const from of before[index] ?? []) {
      if (!live.has(from)) open.push(from);
      live.add(from);
    }
  }
  if (!live.has(0)) return [];
  const kept = [...live].toSorted((a, b) => a - b);
  const renamed = new Map(kept.map((old, index) => [old, index]));
  return kept.flatMap((old) => {
    const state = states[old];
    if (!state) return [];
    const edges = state.edges.flatMap(({ ranges, to }) => {
      const renumbered = renamed.get(to);
      return renumbered === undefined ? [] : [{ ranges, to: renumbered }];
    });
    return [{ accepts: state.accepts, edges }];
  });
}
