import type { Schema } from "./schema-document.ts";

/** `fraction` is a number that need not be whole; `number` is both. */
export type TypeName = "null" | "boolean" | "integer" | "fraction" | "string" | "array" | "object";
export type Bound = { value: number; open: boolean };
/** Schemas that all hold. */
export type All = readonly Schema[];

/** What a schema asks for once references, alternatives and unions are resolved; children are schemas still. */
export type Shape = {
  /** Null where no `type` is given. */
  types: ReadonlySet<TypeName> | null;
  /** Types of which some keyword speaks. */
  spoken: ReadonlySet<TypeName>;
  /** From enum and const; null means any. */
  values: readonly unknown[] | null;
  low: Bound | null;
  high: Bound | null;
  minLength: number;
  maxLength: number;
  patterns: readonly string[];
  formats: readonly string[];
  minItems: number;
  maxItems: number;
  positions: readonly All[];
  items: All;
  saysItems: boolean;
  properties: ReadonlyMap<string, All>;
  required: ReadonlySet<string>;
  additional: All;
  saysAdditional: boolean;
};

export const allTypes: readonly TypeName[] = [
  ...(["null", "boolean", "integer", "fraction", "string", "array", "object"] as const),
];

const unlimited = Number.POSITIVE_INFINITY;

export const anyShape: Shape = {
  types: null,
  spoken: new Set(),
  values: null,
  low: null,
  high: null,
  minLength: 0,
  maxLength: unlimited,
  patterns: [],
  formats: [],
  minItems: 0,
  maxItems: unlimited,
  positions: [],
  items: [],
  saysItems: false,
  properties: new Map(),
  required: new Set(),
  additional: [],
  saysAdditional: false,
};

/** Types that are generated: without `type`, those that keywords speak of, or else all. */
export function generatedTypes(shape: Shape): ReadonlySet<TypeName> {
  return shape.types ?? (shape.spoken.size > 0 ? shape.spoken : new Set(allTypes));
}

/** What satisfies both; null where that is plainly impossible. */
export function intersect(a: Shape, b: Shape): Shape | null {
  const types = commonTypes(a.types, b.types);
  const values = commonValues(a.values, b.values);
  if (types?.size === 0 || values?.length === 0) return null;
  return {
    types,
    values,
    spoken: new Set([...a.spoken, ...b.spoken]),
    low: tighter(a.low, b.low, (x, y) => x > y),
    high: tighter(a.high, b.high, (x, y) => x < y),
    minLength: Math.max(a.minLength, b.minLength),
    maxLength: Math.min(a.maxLength, b.maxLength),
    patterns: [...new Set([...a.patterns, ...b.patterns])],
    formats: [...new Set([...a.formats, ...b.formats])],
    minItems: Math.max(a.minItems, b.minItems),
    maxItems: Math.min(a.maxItems, b.maxItems),
    positions: Array.from({ length: Math.max(a.positions.length, b.positions.length) }, (_, at) => [
      ...(a.positions[at] ?? a.items),
      ...(b.positions[at] ?? b.items),
    ]),
    items: [...a.items, ...b.items],
    saysItems: a.saysItems || b.saysItems,
    properties: commonProperties(a, b),
    required: new Set([...a.required, ...b.required]),
    additional: [...a.additional, ...b.additional],
    saysAdditional: a.saysAdditional || b.saysAdditional,
  };
}

function commonTypes(a: Shape["types"], b: Shape["types"]): Shape["types"] {
  return a && b ? new Set([...a].filter((type) => b.has(type))) : (a ?? b);
}

function commonValues(a: Shape["values"], b: Shape["values"]): Shape["values"] {
  if (!a || !b) return a ?? b;
  const keys = new Set(b.map(valueKey));
  return a.filter((value) => keys.has(valueKey(value)));
}

function tighter(
  a: Bound | null,
  b: Bound | null,
  isTighter: (x: number, y: number) => boolean,
): Bound | null {
  if (!a || !b) return a ?? b;
  if (a.value === b.value) return a.open ? a : b;
  return isTighter(a.value, b.value) ? a : b;
}

function commonProperties(a: Shape, b: Shape): Shape["properties"] {
  const names = new Set([...a.properties.keys(), ...b.properties.keys()]);
  return new Map(
    Array.from(names, (name) => [
      name,
      [...(a.properties.get(name) ?? a.additional), ...(b.properties.get(name) ?? b.additional)],
    ]),
  );
}

/** The same for values that JSON Schema calls equal. */
export function valueKey(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(valueKey).join()}]`;
  if (typeof value !== "object" || value === null)
    return JSON.stringify(value === 0 ? 0 : value) ?? "";
  const entries = Object.entries(value).map(
    ([key, child]) => `${JSON.stringify(key)}:${valueKey(child)}`,
  );
  return `{${entries.toSorted().join()}}`;
}
