import { type SchemaRow, testSchemas } from "../../../support/schema-rows.ts";

const ab = {
  type: "object",
  properties: { a: { type: "integer" }, b: { type: "integer" }, c: { type: "integer" } },
};

const rows: SchemaRow[] = [
  {
    what: "nested objects",
    schema: { type: "object", properties: { a: ab }, required: ["a"] },
    right: [{ a: {} }, { a: { b: 1 } }],
    wrong: [{}, { a: 1 }],
  },
  {
    what: "optional properties",
    schema: ab,
    right: [{}, { a: 1 }, { b: 1 }, { c: 1 }, { a: 1, c: 1 }, { a: 1, b: 2, c: 3 }],
    wrong: [{ a: "x" }, { d: 1 }],
  },
  {
    what: "optional properties around required ones",
    schema: { ...ab, required: ["b"] },
    right: [{ b: 1 }, { a: 1, b: 1 }, { b: 1, c: 1 }],
    wrong: [{}, { a: 1, c: 1 }],
  },
  {
    what: "a required property that is not declared",
    schema: { type: "object", properties: { a: { const: 1 } }, required: ["z"] },
    right: [{ z: [] }, { a: 1, z: "x" }],
    wrong: [{}, { a: 1 }],
  },
  {
    what: "additionalProperties true",
    schema: { ...ab, additionalProperties: true },
    right: [{ d: "x" }, { a: 1, aa: 2, "": null }],
    wrong: [{ a: "x" }],
  },
  {
    what: "additionalProperties as a schema",
    schema: { type: "object", additionalProperties: { type: "integer" } },
    right: [{}, { x: 1, 'y"': 2 }],
    wrong: [{ x: "a" }],
  },
  {
    what: "additionalProperties false",
    schema: { type: "object", additionalProperties: false },
    right: [{}],
    wrong: [{ x: 1 }],
  },
  {
    what: "integer minimum and maximum",
    schema: { type: "integer", minimum: -12, exclusiveMaximum: 1034 },
    right: [-12, -9, 0, 9, 10, 999, 1033],
    wrong: [-13, 1034, 2000, 1.5],
  },
  {
    what: "number minimum and maximum",
    schema: { type: "number", exclusiveMinimum: -0.25, maximum: 10.5 },
    right: [-0.2, 0, 0.1, 9.99, 10, 10.5],
    wrong: [-0.25, -0.3, 10.51, 11],
  },
  {
    what: "number with one bound",
    schema: { type: "number", minimum: 0 },
    right: [0, 0.5, 123456.789],
    wrong: [-0.1, -1],
  },
  { what: "multipleOf 1", schema: { type: "number", multipleOf: 1 }, right: [3], wrong: [3.5] },
  {
    what: "the empty schema",
    schema: {},
    right: [null, 1.5e-7, "a", [1, { a: [] }], { b: {} }],
    wrong: [],
  },
  {
    what: "objects without properties",
    schema: { type: "object" },
    right: [{}, { a: { b: 1 } }],
    wrong: [[], 1],
  },
];

testSchemas(rows);
