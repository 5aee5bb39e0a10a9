import { expect, test } from "@playwright/test";
import type { Grammars } from "#server/inference/bundled/constraints/grammars.ts";
import { nativeGrammars } from "../../../support/native-grammars.ts";

let grammars: Grammars;

test.beforeAll(async () => {
  grammars = await nativeGrammars();
});

const many = <Item>(length: number, make: (index: number) => Item) =>
  Array.from({ length }, (_, index) => make(index));
const nested = (depth: number, wrap: (inner: unknown) => unknown) => {
  let schema: unknown = { type: "null" };
  for (let level = 0; level < depth; level++) schema = wrap(schema);
  return schema;
};
const bearable: [what: string, schema: unknown, value: unknown][] = [
  [
    "huge lengths and counts",
    { type: "array", items: { type: "string", maxLength: 1e9 }, maxItems: 1e12 },
    ["a"],
  ],
  [
    "a chain of two thousand references",
    {
      $ref: "#/$defs/d0",
      $defs: {
        ...Object.fromEntries(
          many(2_000, (at) => [`d${at}`, { type: "array", items: { $ref: `#/$defs/d${at + 1}` } }]),
        ),
        d2000: { type: "null" },
      },
    },
    [[[]]],
  ],
  [
    "nested long lists",
    nested(6, (items) => ({ type: "array", items, maxItems: 1_500 })),
    [[[[[[null]]]]]],
  ],
  ["astronomical bounds", { type: "number", minimum: -1e308, maximum: 1e308 }, 5],
  ["tiny bounds", { type: "number", exclusiveMinimum: 5e-324, maximum: 1 }, 0.5],
  [
    "thirty optional properties",
    {
      type: "object",
      properties: Object.fromEntries(many(30, (index) => [`p${index}`, { type: "integer" }])),
    },
    { p3: 1, p29: 2 },
  ],
  [
    "a thousand properties",
    {
      type: "object",
      properties: Object.fromEntries(many(1_000, (index) => [`p${index}`, { type: "integer" }])),
    },
    { p3: 1, p999: 2 },
  ],
  [
    "names of JavaScript's own",
    JSON.parse(
      '{"type":"object","properties":{"__proto__":{"const":1},"constructor":{"const":2}},"required":["__proto__","toString"]}',
    ),
    JSON.parse('{"__proto__":1,"constructor":2,"toString":3}'),
  ],
  [
    "lists that begin alike and nest",
    { $ref: "#/$defs/s", $defs: { s: { anyOf: [pairOf(1), pairOf(2), { const: 0 }] } } },
    many(24, () => 0).reduce<unknown>((inner) => [inner, 2], 0),
  ],
  [
    "objects that begin alike and nest",
    { $ref: "#/$defs/s", $defs: { s: { anyOf: [childOf("a"), childOf("b"), { const: 0 }] } } },
    many(24, () => 0).reduce<unknown>((child) => ({ child, b: 1 }), 0),
  ],
];

for (const [what, schema, value] of bearable) {
  test(`a schema with ${what} becomes a grammar`, () => {
    const grammar = grammars.fromJsonSchema(schema);
    expect(grammar.isTextCompatible(JSON.stringify(value))).toBe(true);
    expect(grammar.isTextCompatible("[")).toBe(false);
  });
}

function pairOf(last: number) {
  return {
    type: "array",
    prefixItems: [{ $ref: "#/$defs/s" }, { const: last }],
    items: false,
    minItems: 2,
  };
}

function childOf(name: string) {
  const properties = { child: { $ref: "#/$defs/s" }, [name]: { const: 1 } };
  return { type: "object", properties, required: ["child", name] };
}
