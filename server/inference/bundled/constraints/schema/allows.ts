import { matches } from "#contract/regex/automaton.ts";
import { isObject } from "./schema-document.ts";
import { type All, type Shape, type TypeName, valueKey } from "./shape.ts";

/** What it takes to judge a value: alternatives of schemas, and a pattern's or format's automaton. */
export type Judge = {
  shapes(all: All): Shape[];
  automata(shape: Shape): Parameters<typeof matches>[0][];
};

/** Whether a constant satisfies the rest of its schema, as far as a grammar would keep it. */
export function allows(judge: Judge, shape: Shape, value: unknown): boolean {
  const type = typeOf(value);
  if (shape.types && !shape.types.has(type)) return false;
  if (typeof value === "number") return isWithin(shape, value);
  if (typeof value === "string") return allowsText(judge, shape, value);
  if (Array.isArray(value)) return allowsList(judge, shape, value);
  return isObject(value) ? allowsObject(judge, shape, value) : true;
}

function typeOf(value: unknown): TypeName {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "fraction";
  if (typeof value === "boolean") return "boolean";
  return typeof value === "string" ? "string" : "object";
}

function isWithin({ low, high }: Shape, value: number): boolean {
  const isHighEnough = !low || (low.open ? value > low.value : value >= low.value);
  const isLowEnough = !high || (high.open ? value < high.value : value <= high.value);
  return isHighEnough && isLowEnough;
}

function allowsText(judge: Judge, shape: Shape, value: string): boolean {
  const length = Array.from(value).length;
  const fits = shape.minLength <= length && length <= shape.maxLength;
  return fits && judge.automata(shape).every((automaton) => matches(automaton, value));
}

function allowsList(judge: Judge, shape: Shape, list: unknown[]): boolean {
  if (list.length < shape.minItems || list.length > shape.maxItems) return false;
  return list.every((item, at) => allowsAll(judge, shape.positions[at] ?? shape.items, item));
}

function allowsObject(judge: Judge, shape: Shape, object: Record<string, unknown>): boolean {
  if (![...shape.required].every((name) => Object.hasOwn(object, name))) return false;
  return Object.entries(object).every(([name, value]) =>
    allowsAll(judge, shape.properties.get(name) ?? shape.additional, value),
  );
}

function allowsAll(judge: Judge, all: All, value: unknown): boolean {
  if (all.length === 0) return true;
  const key = valueKey(value);
  return judge
    .shapes(all)
    .some(
      (shape) =>
        (shape.values === null || shape.values.some((one) => valueKey(one) === key)) &&
        allows(judge, shape, value),
    );
}
