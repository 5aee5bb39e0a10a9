import {
  between,
  type Expression,
  nothing,
  optional,
  repeat,
  sequence,
  text,
} from "#contract/regex/expression.ts";
import type { Rules } from "../rules.ts";

export type Property = { name: string; value: Expression; isRequired: boolean };

const blank = optional(between(" ", " "));
/** Between items and between properties. */
export const comma = sequence(text(","), blank);

/** A name, or what stands for any name, and its value. */
export function pair(key: string | Expression, value: Expression): Expression {
  const name = typeof key === "string" ? text(JSON.stringify(key)) : key;
  return sequence(name, text(":"), blank, value);
}

/** The ways in which an object with these properties, in this order, then any number of `extra` pairs, may look. */
export function objectForms(
  properties: readonly Property[],
  extra: Expression | null,
  rules: Rules,
): Expression[] {
  const extras = extra ? rules.add("extra", extra) : null;
  const end = extras
    ? repeat(rules.add("extras", sequence(comma, extras)), 0, Number.POSITIVE_INFINITY)
    : nothing;
  const rest = restRules(properties, end, rules);
  const forms: Expression[] = [];
  for (const [at, property] of properties.entries()) {
    const start = pair(property.name, property.value);
    forms.push(sequence(text("{"), start, rest[at + 1] ?? end, text("}")));
    if (property.isRequired) return forms;
  }
  if (extras) forms.push(sequence(text("{"), extras, end, text("}")));
  return [...forms, text("{}")];
}

/** What may follow from each property on once another came before it: a rule each, up to the first required one. */
function restRules(properties: readonly Property[], end: Expression, rules: Rules): Expression[] {
  const firstRequired = properties.findIndex((property) => property.isRequired);
  const shared = firstRequired < 0 ? properties.length : firstRequired;
  const rest: Expression[] = [];
  let following = end;
  for (let at = properties.length - 1; at >= 0; at--) {
    const property = properties[at];
    if (!property) break;
    const next = sequence(comma, pair(property.name, property.value));
    const here = sequence(property.isRequired ? next : optional(next), following);
    following = shared > 0 && at > 0 && at <= shared + 1 ? rules.add("rest", here) : here;
    rest[at] = following;
  }
  return rest;
}
