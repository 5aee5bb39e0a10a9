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
const defs = (length: number, make: (next: object, index: number) => object) => ({
  $ref: "#/$defs/d0",
  $defs: {
    ...Object.fromEntries(
      many(length, (index) => [`d${index}`, make({ $ref: `#/$defs/d${index + 1}` }, index)]),
    ),
    [`d${length}`]: { type: "null" },
  },
});

const refusedSchemas: [what: string, schema: unknown, sentence: RegExp][] = [
  [
    "minimum above maximum",
    { properties: { n: { type: "integer", minimum: 2, maximum: 1 } } },
    /^The JSON schema is wrong at #\/properties\/n: the minimum is above the maximum\.$/,
  ],
  [
    "no integer between its bounds",
    { type: "integer", exclusiveMinimum: 1, exclusiveMaximum: 2 },
    /No finite value|no value/,
  ],
  [
    "minLength above maxLength",
    { type: "string", minLength: 2, maxLength: 1 },
    /minLength is above maxLength/,
  ],
  [
    "allOf that contradicts itself",
    { allOf: [{ type: "string" }, { type: "integer" }] },
    /at #: no value can satisfy it/,
  ],
  ["an enum outside its type", { type: "string", enum: [1, 2] }, /at #: no value can satisfy it/],
  [
    "a pattern that no length allows",
    { type: "string", pattern: "^a{5}$", maxLength: 3 },
    /No finite value/,
  ],
  [
    "an unknown $ref",
    { items: { $ref: "#/$defs/none" }, type: "array" },
    /at #\/items: \$ref "#\/\$defs\/none" leads nowhere/,
  ],
  [
    "a $ref to another document",
    { $ref: "https://example.com/other.json" },
    /leads nowhere in this schema/,
  ],
  ["a $ref to itself", { $ref: "#" }, /\$ref leads to itself/],
  [
    "$refs in a circle",
    { $ref: "#/$defs/a", $defs: { a: { $ref: "#/$defs/b" }, b: { $ref: "#/$defs/a" } } },
    /refers to itself without an end/,
  ],
  [
    "an allOf of itself",
    { allOf: [{ $ref: "#" }], type: "object" },
    /refers to itself without an end/,
  ],
  [
    "recursion without an end",
    { type: "object", properties: { a: { $ref: "#" } }, required: ["a"] },
    /No finite value can satisfy/,
  ],
  ["a wrong pattern", { type: "string", pattern: "(" }, /The pattern "\(" is wrong/],
  [
    "patternProperties",
    { type: "object", patternProperties: { a: {} } },
    /patternProperties is not supported/,
  ],
  ["an unknown type", { type: "text" }, /the type "text" does not exist/],
  ["a schema that is a number", { properties: { a: 1 } }, /properties must be a schema/],
  ["no schema at all", 7, /must be a schema/],
  ["a list as schema", [], /must be a schema/],
  ["a fraction as length", { type: "string", maxLength: 1.5 }, /maxLength must be a whole number/],
  ["wrong required", { required: "a" }, /required must be a list/],
  [
    "very deep nesting",
    nested(5_000, (items) => ({ type: "array", items })),
    /too deep|levels deep/,
  ],
  ["a megabyte", { enum: many(50_000, (index) => `option number ${index}`) }, /larger than 256 KB/],
  [
    "anyOf multiplied by anyOf",
    { allOf: many(20, (at) => ({ anyOf: [{ required: [`a${at}`] }, { required: [`b${at}`] }] })) },
    /too complicated/,
  ],
  [
    "doubling references",
    defs(40, (next) => ({ anyOf: [next, next] })),
    /too complicated|too many ways/,
  ],
  [
    "doubling references under allOf",
    defs(40, (next) => ({ allOf: [next, next] })),
    /too complicated/,
  ],
  [
    "thousands of rules",
    {
      type: "object",
      properties: Object.fromEntries(
        many(3_000, (index) => [`p${index}`, { type: "string", maxLength: index + 300 }]),
      ),
    },
    /grammar rules|256 KB|repeats too much/,
  ],
  [
    "a chain of a thousand references without anything between",
    defs(1_000, (next) => ({ allOf: [next] })),
    /refer to one another in a row/,
  ],
  ["a huge pattern", { type: "string", pattern: "(?:a{900}){900}" }, /repeats too much/],
];

for (const [what, schema, sentence] of refusedSchemas) {
  test(`a schema with ${what} is refused with a sentence`, () => {
    expect(() => grammars.fromJsonSchema(schema)).toThrow(sentence);
  });
}
