import { BadGrammarError } from "#contract/regex/bad-grammar-error.ts";
import type { Expression } from "#contract/regex/expression.ts";
import { ListMap } from "#contract/regex/list-map.ts";

const rulesMax = 4_500;

/** The named rules of a grammar while it is being made. */
export class Rules {
  readonly bodies = new Map<string, Expression>();
  private readonly shared = new Map<string, Expression>();
  private count = 0;

  /** A rule of its own for this body. Throws BadGrammarError when there are too many. */
  add(hint: string, body: Expression) {
    const rule = this.reserve(hint);
    this.bodies.set(rule.name, body);
    return rule;
  }

  /** One rule for all that ask with this key; `make` may ask for it again while it is made (recursion). */
  share(key: string, hint: string, make: () => Expression): Expression {
    const known = this.shared.get(key);
    if (known) return known;
    const rule = this.reserve(hint);
    this.shared.set(key, rule);
    this.bodies.set(rule.name, make());
    return rule;
  }

  private reserve(hint: string) {
    this.count += 1;
    if (this.count > rulesMax) {
      throw new BadGrammarError(
        `The constraint needs more than ${rulesMax} grammar rules; make it smaller.`,
      );
    }
    return { kind: "rule" as const, name: `${hint}-${this.count}` };
  }
}

/**
 * Takes out all that can never come to an end, such as a list that needs an item which needs the same list again.
 * Null when nothing is left of the root.
 */
export function withoutDeadEnds(
  root: Expression,
  bodies: ReadonlyMap<string, Expression>,
): { root: Expression; bodies: Map<string, Expression> } | null {
  const ending = endingRules(bodies);
  if (!canEnd(root, ending)) return null;
  const kept = new Map<string, Expression>();
  for (const [name, body] of bodies) if (ending.has(name)) kept.set(name, prune(body, ending));
  return { root: prune(root, ending), bodies: kept };
}

function endingRules(bodies: ReadonlyMap<string, Expression>): Set<string> {
  const users = new ListMap<string, string>();
  for (const [name, body] of bodies) for (const used of ruleNames(body)) users.add(used, name);
  const ending = new Set<string>();
  const open = [...bodies.keys()];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const body = bodies.get(name);
    if (ending.has(name) || !body || !canEnd(body, ending)) continue;
    ending.add(name);
    open.push(...(users.get(name) ?? []));
  }
  return ending;
}

function ruleNames(expression: Expression): Set<string> {
  if (expression.kind === "rule") return new Set([expression.name]);
  return new Set(inside(expression).flatMap((part) => [...ruleNames(part)]));
}

function inside(expression: Expression): Expression[] {
  if (expression.kind === "repeat") return [expression.part];
  return "parts" in expression ? expression.parts : [];
}

function canEnd(expression: Expression, ending: ReadonlySet<string>): boolean {
  switch (expression.kind) {
    case "rule":
      return ending.has(expression.name);
    case "repeat":
      return expression.min === 0 || canEnd(expression.part, ending);
    case "sequence":
      return expression.parts.every((part) => canEnd(part, ending));
    case "choice":
      return expression.parts.some((part) => canEnd(part, ending));
    default:
      return true;
  }
}

function prune(expression: Expression, ending: ReadonlySet<string>): Expression {
  switch (expression.kind) {
    case "repeat":
      return canEnd(expression.part, ending)
        ? { ...expression, part: prune(expression.part, ending) }
        : { kind: "sequence", parts: [] };
    case "sequence":
      return { ...expression, parts: expression.parts.map((part) => prune(part, ending)) };
    case "choice": {
      const parts = expression.parts.filter((part) => canEnd(part, ending));
      return { ...expression, parts: parts.map((part) => prune(part, ending)) };
    }
    default:
      return expression;
  }
}
