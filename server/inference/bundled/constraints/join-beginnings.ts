import { choice, type Expression, sequence } from "#contract/regex/expression.ts";
import { ListMap } from "#contract/regex/list-map.ts";
import type { Rules } from "./rules.ts";

/**
 * The same choice with what several alternatives begin with written once. Otherwise an output in which such a beginning
 * nests would have twice as many ways to go on at each level, all of which llama.cpp follows.
 */
export function joinBeginnings(alternatives: readonly Expression[], rules: Rules): Expression {
  const groups = new ListMap<string, Expression[]>();
  for (const alternative of alternatives) {
    const parts = alternative.kind === "sequence" ? alternative.parts : [alternative];
    groups.add(JSON.stringify(parts[0] ?? null), parts);
  }
  return choice(...Array.from(groups.values(), (group) => joinGroup(group, rules)));
}

function joinGroup(group: Expression[][], rules: Rules): Expression {
  const [first = [], ...others] = group;
  if (others.length === 0) return sequence(...first);
  let length = 0;
  while (length < first.length && others.every((parts) => isSame(parts[length], first[length]))) {
    length += 1;
  }
  if (length === 0) return choice(...group.map((parts) => sequence(...parts)));
  const tails = group.map((parts) => sequence(...parts.slice(length)));
  return sequence(...first.slice(0, length), rules.add("tail", joinBeginnings(tails, rules)));
}

function isSame(a: Expression | undefined, b: Expression | undefined): boolean {
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
}
