import { type SchemaRow, testSchemas } from "../../../support/schema-rows.ts";

const tree = {
  type: "object",
  properties: {
    name: { type: "string" },
    children: { type: "array", items: { $ref: "#/$defs/tree" } },
  },
  required: ["name"],
};
const ab = {
  type: "object",
  properties: { a: { type: "integer" }, b: { type: "integer" }, c: { type: "integer" } },
};

const rows: SchemaRow[] = [
  {
    what: "enum",
    schema: { enum: ["a", 1, null, { x: [1] }] },
    right: ["a", 1, null, { x: [1] }],
    wrong: ["b", 2, {}],
  },
  { what: "const", schema: { const: 'a"\n' }, right: ['a"\n'], wrong: ["a", 'a"\\n'] },
  {
    what: "an enum narrowed by its type and bounds",
    schema: { type: "integer", enum: ["a", 1, 5, 9], maximum: 5 },
    right: [1, 5],
    wrong: ["a", 9],
  },
  {
    what: "type lists",
    schema: { type: ["string", "null"] },
    right: ["a", null],
    wrong: [1, true],
  },
  {
    what: "prefixItems",
    schema: { type: "array", prefixItems: [{ const: 1 }, { const: 2 }], minItems: 1 },
    right: [[1], [1, 2]],
    wrong: [[], [2], [1, 2, 3]],
  },
  {
    what: "prefixItems and items",
    schema: { type: "array", prefixItems: [{ const: 1 }], items: { const: 2 }, maxItems: 3 },
    right: [[], [1], [1, 2, 2]],
    wrong: [
      [1, 1],
      [1, 2, 2, 2],
    ],
  },
  {
    what: "oneOf",
    schema: { oneOf: [{ type: "string" }, { type: "integer" }] },
    right: ["a", 1],
    wrong: [1.5, null],
  },
  {
    what: "oneOf told apart by a property",
    schema: { oneOf: [shape("circle", "radius"), shape("square", "side")] },
    right: [
      { kind: "circle", radius: 1 },
      { kind: "square", side: 1 },
    ],
    wrong: [{ kind: "circle", side: 1 }],
  },
  {
    what: "oneOf whose branches overlap",
    schema: { oneOf: [{ type: "integer" }, { type: "number" }] },
    right: [1, 1.5],
    wrong: ["a"],
    left: ["That no more than one branch of oneOf matches at # is checked after generation only."],
  },
  {
    what: "recursive $defs",
    schema: { $ref: "#/$defs/tree", $defs: { tree } },
    right: [{ name: "a", children: [{ name: "b", children: [] }] }],
    wrong: [{ children: [] }, { name: "a", children: [{}] }],
  },
  {
    what: "a $ref to the whole",
    schema: { type: "array", items: { $ref: "#" } },
    right: [[], [[], [[]]]],
    wrong: [[1]],
  },
  {
    what: "draft-07's definitions",
    schema: { $ref: "#/definitions/a~1b", definitions: { "a/b": { type: "null" } } },
    right: [null],
    wrong: [1],
  },
  {
    what: "$anchor and $id",
    schema: {
      $id: "https://example.com/s",
      items: { $ref: "https://example.com/s#here" },
      type: "array",
      $defs: { a: { $anchor: "here", const: 1 } },
    },
    right: [[1]],
    wrong: [[2]],
  },
  {
    what: "anyOf",
    schema: {
      anyOf: [{ type: "string", maxLength: 1 }, { type: "null" }, { type: "integer", minimum: 5 }],
    },
    right: ["a", null, 5],
    wrong: ["ab", 4, true],
  },
  {
    what: "anyOf beside other keywords",
    schema: { ...ab, anyOf: [{ required: ["a"] }, { required: ["b"] }] },
    right: [{ a: 1 }, { b: 1, c: 2 }, { a: 1, b: 2 }],
    wrong: [{}, { c: 1 }],
  },
  {
    what: "allOf",
    schema: {
      allOf: [
        { type: "object", properties: { a: { type: "integer" } }, required: ["a"] },
        { properties: { a: { minimum: 5 }, b: { type: "null" } } },
      ],
    },
    right: [{ a: 5 }, { a: 5, b: null }],
    wrong: [{ a: 4 }, { b: null }],
  },
  {
    what: "allOf with a closed part",
    schema: {
      allOf: [
        { properties: { a: { const: 1 } }, additionalProperties: false, type: "object" },
        { properties: { b: { const: 2 } } },
      ],
    },
    right: [{}, { a: 1 }],
    wrong: [{ b: 2 }],
  },
  {
    what: "a $ref with keywords beside it",
    schema: { $ref: "#/$defs/n", maximum: 3, $defs: { n: { type: "integer", minimum: 2 } } },
    right: [2, 3],
    wrong: [1, 4],
  },
  {
    what: "a pattern without anchors",
    schema: { type: "string", pattern: "b[ou]y" },
    right: ["boy", 'a "buy"\n'],
    wrong: ["by", ""],
  },
  {
    what: "true and false",
    schema: { type: "object", properties: { a: true, b: false } },
    right: [{}, { a: [1] }],
    wrong: [{ b: 1 }],
  },
  { what: "nullable", schema: { type: "string", nullable: true }, right: ["a", null], wrong: [1] },
  {
    what: "what a grammar cannot keep",
    schema: { type: "array", items: { not: { const: 1 } }, uniqueItems: true },
    right: [[1, 1]],
    wrong: [1],
    left: [
      "uniqueItems at # is checked after generation only.",
      "not at #/items is checked after generation only.",
    ],
  },
  {
    what: "other keywords that a grammar cannot keep",
    schema: {
      type: "object",
      if: {},
      dependentRequired: {},
      minProperties: 1,
      properties: { n: { type: "number", multipleOf: 0.1 } },
    },
    right: [{ n: 0.25 }],
    wrong: [1],
    left: [
      "if at # is checked after generation only.",
      "dependentRequired at # is checked after generation only.",
      "minProperties at # is checked after generation only.",
      "multipleOf at #/properties/n is checked after generation only.",
    ],
  },
];

testSchemas(rows);

function shape(kind: string, property: string) {
  const properties = { kind: { const: kind }, [property]: { type: "number" } };
  return { type: "object", properties, required: ["kind", property] };
}
