import {
  choice,
  type Expression,
  never,
  nothing,
  repeat,
  sequence,
  text,
} from "#contract/regex/expression.ts";
import type { Rules } from "../rules.ts";
import { comma } from "./object-rules.ts";

/** `max` may be Infinity. */
export type Counts = { min: number; max: number };

/** The ways in which an array may look: items at their places, then any number of `rest`; counts are of all items. */
export function arrayForms(
  places: readonly Expression[],
  rest: Expression,
  { min, max }: Counts,
  rules: Rules,
): Expression[] {
  const forms = min === 0 ? [text("[]")] : [];
  if (max === 0) return forms;
  const [first = rest] = places;
  const following = followers(places.slice(1, max), rest, { min: min - 1, max: max - 1 }, rules);
  return [...forms, sequence(text("["), first, following, text("]"))];
}

function followers(
  places: readonly Expression[],
  rest: Expression,
  { min, max }: Counts,
  rules: Rules,
): Expression {
  const needed = Math.max(0, min - places.length);
  const more = Math.max(0, max - places.length);
  const next = rest === never ? never : rules.add("next", sequence(comma, rest));
  let following = more > 0 ? repeat(next, needed, more) : nothing;
  for (let at = places.length - 1; at >= 0; at--) {
    const here = sequence(comma, places[at] ?? nothing, following);
    following = at >= min ? rules.add("rest", choice(here, nothing)) : here;
  }
  return following;
}
