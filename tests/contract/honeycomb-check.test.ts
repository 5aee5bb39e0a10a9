import { expect, test } from "@playwright/test";
import { checkHoneycombQuery } from "#contract/honeycomb/check.ts";

const columns = ["duration_ms", "status", "http.route", "user.id"];
const violationsOf = (query: unknown) =>
  checkHoneycombQuery(typeof query === "string" ? query : JSON.stringify(query), columns)
    .violations;

const broken: [string, unknown, string][] = [
  [
    "a calculation that does not exist",
    { calculations: [{ op: "P96", column: "duration_ms" }] },
    'Honeycomb knows no calculation "P96".',
  ],
  [
    "a filter operator that does not exist",
    { filters: [{ column: "status", op: "like", value: "4" }] },
    'Honeycomb knows no filter operator "like".',
  ],
  [
    "a sort in no direction",
    { orders: [{ op: "COUNT", order: "down" }] },
    'Sorting is ascending or descending, not "down".',
  ],
  [
    "a condition on text",
    { havings: [{ calculate_op: "COUNT", op: ">", value: "many" }] },
    'A condition on results compares with a number, which "many" is not.',
  ],
  [
    "a filter without a column",
    { filters: [{ op: "exists" }] },
    "A filter does not name its column.",
  ],
  [
    "filters combined by XOR",
    { filter_combination: "XOR" },
    'Filters are combined by AND or OR, not by "XOR".',
  ],
  [
    "a granularity of nothing",
    { granularity: 0 },
    "The granularity must be a whole number of seconds above 0, not 0.",
  ],
  [
    "a limit above Honeycomb's",
    { limit: 1001 },
    "The limit must be a whole number from 1 to 1000, not 1001.",
  ],
  ["an unknown setting", { top: 5 }, 'The query has "top", which Honeycomb does not know.'],
  [
    "an unknown key in a filter",
    { filters: [{ column: "status", op: "exists", join_column: "" }] },
    'A filter has "join_column", which Honeycomb does not know.',
  ],
  ["filters that are no list", { filters: {} }, "The list of filters is not a list."],
  ["a list instead of a query", [], "The answer is not a query: it is not one JSON object."],
  [
    "prose",
    "Sure! Here is your query.",
    "The answer is not a query: it is not written in JSON, the format that Honeycomb reads.",
  ],
  [
    "a cut-off answer",
    '{"breakdowns":["http.rou',
    "The answer stops in the middle of the query, so it cannot be read.",
  ],
  ["no answer", " ", "The answer is empty."],
];

for (const [name, query, sentence] of broken)
  test(`${name} is told in one sentence`, () => {
    expect(violationsOf(query)).toEqual([sentence]);
  });

test("every broken rule is told, even where part of the answer cannot be read", () => {
  const violations = violationsOf({
    limit: 0,
    breakdowns: ["nowhere"],
    calculations: [{ op: "SUM" }],
  });
  expect(violations).toHaveLength(3);
});

test("a query that only breaks rules is still returned, without what Honeycomb does not know", () => {
  const { query } = checkHoneycombQuery(
    '{"breakdowns":["nowhere"],"__proto__":{"limit":1}}',
    columns,
  );
  expect(query).toEqual({ breakdowns: ["nowhere"] });
});
