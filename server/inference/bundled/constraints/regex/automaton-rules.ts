import type { Automaton, State } from "#contract/regex/automaton.ts";
import { intersection } from "#contract/regex/characters.ts";
import {
  choice,
  type Expression,
  never,
  nothing,
  type Range,
  sequence,
  set,
  text,
} from "#contract/regex/expression.ts";
import type { Rules } from "../rules.ts";

type Spelling = (ranges: readonly Range[]) => Expression;

/** The texts of an automaton, character by character as they are. */
export function plainRules(automaton: Automaton, rules: Rules): Expression {
  // A zero has no place in the model's output.
  return automatonRules(automaton, rules, (ranges) =>
    set(...intersection(ranges, [[1, 0x10ffff]])),
  );
}

/** The texts of an automaton as they stand between the quotes of a JSON string, spelled as JSON.stringify does. */
export function jsonRules(automaton: Automaton, rules: Rules): Expression {
  return automatonRules(automaton, rules, spellJson);
}

function automatonRules(automaton: Automaton, rules: Rules, spell: Spelling): Expression {
  const [first] = automaton;
  if (!first) return never;
  const arrivals = automaton.map(() => 0);
  for (const state of automaton) {
    for (const { to } of state.edges) arrivals[to] = (arrivals[to] ?? 0) + 1;
  }
  const spelled = (ranges: readonly Range[]) => shorten(spell(ranges), rules);
  const places = new Map<number, ReturnType<Rules["add"]>>();
  const visit = (index: number): Expression => {
    const place = places.get(index) ?? rules.add("s", never);
    places.set(index, place);
    return place;
  };
  visit(0);
  for (const [index, place] of places) {
    const state = automaton[index];
    if (!state) continue;
    const ways = state.edges.map(({ ranges, to }) =>
      sequence(spelled(ranges), ...run(automaton, arrivals, to, spelled, visit)),
    );
    rules.bodies.set(place.name, choice(...ways, ...(state.accepts ? [nothing] : [])));
  }
  return visit(0);
}

/** What follows on the way to a state: its own characters as long as there is but one way, then its rule. */
function run(
  automaton: Automaton,
  arrivals: readonly number[],
  start: number,
  spelled: Spelling,
  visit: (index: number) => Expression,
): Expression[] {
  const parts: Expression[] = [];
  let index = start;
  for (let state = automaton[index]; state; state = automaton[index]) {
    if (state.edges.length === 0) return parts;
    const [only] = state.edges;
    if (!only || !isOnTheWay(state) || arrivals[index] !== 1) break;
    parts.push(spelled(only.ranges));
    index = only.to;
  }
  return [...parts, visit(index)];
}

function isOnTheWay(state: State): boolean {
  return state.edges.length === 1 && !state.accepts;
}

const rangesShownMax = 6;

function shorten(expression: Expression, rules: Rules): Expression {
  if (expression.kind === "set") {
    const [[from, to] = [0, 1], ...others] = expression.ranges;
    if (from === to && others.length === 0) return text(String.fromCodePoint(from));
  }
  const isShort =
    expression.kind === "text" ||
    (expression.kind === "set" && expression.ranges.length <= rangesShownMax);
  return isShort ? expression : rules.share(JSON.stringify(expression), "c", () => expression);
}

const raw: readonly Range[] = [
  [0x20, 0x21],
  [0x23, 0x5b],
  [0x5d, 0x10ffff],
];
const letters = new Map([
  [0x22, '"'],
  [0x5c, "\\"],
  [0x08, "b"],
  [0x09, "t"],
  [0x0a, "n"],
  [0x0c, "f"],
  [0x0d, "r"],
]);

function spellJson(ranges: readonly Range[]): Expression {
  const plain = set(...intersection(ranges, raw));
  const single: Range[] = [];
  const hex: Expression[] = [];
  for (let code = 0; code <= 0x5c; code++) {
    if ((code > 0x1f && !letters.has(code)) || intersection(ranges, [[code, code]]).length === 0) {
      continue;
    }
    const letter = letters.get(code)?.codePointAt(0);
    if (letter !== undefined) single.push([letter, letter]);
    else hex.push(text(`u00${code.toString(16).padStart(2, "0")}`));
  }
  const escapes = choice(set(...single), ...hex);
  return escapes.kind === "choice" && escapes.parts.length === 0
    ? plain
    : choice(plain, sequence(text("\\"), escapes));
}
