import { expect, test } from "@playwright/test";
import fc from "fast-check";
import { z } from "zod";
import { honeycombGrammar } from "#contract/honeycomb/grammar.ts";
import { honeycombSchema } from "#contract/honeycomb/schema.ts";
import { gbnfSentences } from "./gbnf-sentences.ts";

const COLUMNS = ["duration_ms", "http.route", 'say "hi"'];
const schema = z.fromJSONSchema(honeycombSchema(COLUMNS) as Parameters<typeof z.fromJSONSchema>[0]);
const admits = (query: unknown): boolean => schema.safeParse(query).success;

type Query = { calculations: unknown[]; orders?: unknown; havings?: unknown };

/** What a query is sorted or kept by can only be tied to its calculation where there is one. */
const isTied = ({ calculations, orders, havings }: Query): boolean =>
  calculations.length === 1 || (orders === undefined && havings === undefined);

/** The grammar lets a sort order repeat the operation on another column; the check finds that afterwards. */
test("the schema admits what the grammar admits", () => {
  fc.assert(
    fc.property(gbnfSentences(honeycombGrammar(COLUMNS)), (sentence) => {
      const query = JSON.parse(sentence) as Query;
      fc.pre(isTied(query));
      expect(admits(query)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

const COUNT = { calculations: [{ op: "COUNT" }], time_range: 7200 };
const GROUPED = { ...COUNT, breakdowns: ["http.route"] };

test("a plain query and a sorted one are admitted", () => {
  expect(admits(COUNT)).toBe(true);
  expect(admits({ ...GROUPED, orders: [{ op: "COUNT", order: "descending" }], limit: 10 })).toBe(
    true,
  );
});

const REFUSED: [story: string, query: unknown][] = [
  ["a column that was not given", { ...COUNT, breakdowns: ["secret"] }],
  ["a sum of nothing", { ...COUNT, calculations: [{ op: "SUM" }] }],
  ["a count of a column", { ...COUNT, calculations: [{ op: "COUNT", column: "duration_ms" }] }],
  [
    "an order by what is not calculated",
    { ...GROUPED, orders: [{ op: "SUM", column: "duration_ms", order: "descending" }] },
  ],
  ["an order without groups", { ...COUNT, orders: [{ op: "COUNT", order: "ascending" }] }],
  ["an odd time", { ...COUNT, time_range: 61 }],
  ["no time", { calculations: COUNT.calculations }],
  ["a list where one value belongs", filtered({ op: "=", value: ["a"] })],
  ["a value where none belongs", filtered({ op: "exists", value: "a" })],
  ["a field nobody knows", { ...COUNT, drop_table: true }],
];

function filtered(filter: object) {
  return { ...COUNT, filters: [{ column: "http.route", ...filter }] };
}

for (const [story, query] of REFUSED)
  test(`${story} is refused`, () => {
    expect(admits(query)).toBe(false);
  });

test("without columns there is no schema", () => {
  expect(() => honeycombSchema([])).toThrow(RangeError);
});
