import { type SchemaRow, testSchemas } from "../../../support/schema-rows.ts";

const rows: SchemaRow[] = [
  {
    what: "arrays with bounds",
    schema: { type: "array", items: { type: "integer" }, minItems: 2, maxItems: 3 },
    right: [
      [1, 2],
      [1, 2, 3],
    ],
    wrong: [[1], [1, 2, 3, 4], ["a", "b"]],
  },
  {
    what: "hundreds of items",
    schema: { type: "array", items: { const: 1 }, minItems: 300, maxItems: 700 },
    right: [300, 301, 499, 700].map(ones),
    wrong: [299, 701, 900].map(ones),
  },
  {
    what: "items as a list",
    schema: { type: "array", items: [{ const: 1 }], additionalItems: { const: 2 } },
    right: [[], [1, 2, 2]],
    wrong: [[2], [1, 1]],
  },
  {
    what: "minLength and maxLength",
    schema: { type: "string", minLength: 2, maxLength: 3 },
    right: ["ab", 'é🎉"'],
    wrong: ["a", "abcd"],
  },
  {
    what: "long texts",
    schema: { type: "string", minLength: 250, maxLength: 12_345 },
    right: ["a".repeat(250), "é".repeat(451), "b".repeat(12_345)],
    wrong: ["a".repeat(249), "b".repeat(12_346)],
  },
  {
    what: "date",
    schema: { type: "string", format: "date" },
    right: ["2024-02-29", "2000-02-29", "2023-12-31"],
    wrong: ["2023-02-29", "1900-02-29", "2023-04-31", "2023-13-01", ""],
  },
  {
    what: "time and date-time",
    schema: {
      anyOf: [
        { type: "string", format: "time" },
        { type: "string", format: "date-time" },
      ],
    },
    right: ["23:59:59Z", "2024-02-29T00:00:00.123+05:30"],
    wrong: ["24:00:00Z", "23:59:59", "2024-02-30T00:00:00Z"],
  },
  {
    what: "uuid",
    schema: { type: "string", format: "uuid" },
    right: ["123e4567-e89b-12d3-a456-426614174000"],
    wrong: ["", "123e4567e89b12d3a456426614174000"],
  },
  {
    what: "email",
    schema: { type: "string", format: "email" },
    right: ["a.b+c@example.co.uk"],
    wrong: ["", "a@b", "@example.com", "a..b@example.com"],
  },
  {
    what: "ipv4",
    schema: { type: "string", format: "ipv4" },
    right: ["0.0.0.0", "255.10.99.1"],
    wrong: ["256.1.1.1", "1.1.1"],
  },
  {
    what: "an unknown format",
    schema: { type: "string", format: "color" },
    right: ["red"],
    wrong: [1],
    left: ['format "color" at # is checked after generation only.'],
  },
  {
    what: "pattern",
    schema: { type: "string", pattern: '^\\d+-["\\\\é]$' },
    right: ['1-"', "22-\\", "1-é"],
    wrong: ["1-a", "-é", 'x1-"'],
  },
  {
    what: "a pattern with lengths",
    schema: { type: "string", pattern: "^[a-c]+$", minLength: 2, maxLength: 4 },
    right: ["ab", "abca"],
    wrong: ["a", "abcab", "xy"],
  },
  {
    what: "two patterns",
    schema: {
      allOf: [
        { type: "string", pattern: "a" },
        { type: "string", pattern: "b" },
      ],
    },
    right: ["xbxa", "ab"],
    wrong: ["a", "b"],
  },
];

testSchemas(rows);

function ones(length: number): number[] {
  return Array.from({ length }, () => 1);
}
