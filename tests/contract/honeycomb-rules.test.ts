import { expect, test } from "@playwright/test";
import { checkHoneycombQuery } from "#contract/honeycomb/check.ts";

const columns = ["duration_ms", "status", "http.route", "user.id"];
const count = [{ op: "COUNT" }];
const slowest = { op: "P95", column: "duration_ms" };
const violationsOf = (query: unknown) =>
  checkHoneycombQuery(JSON.stringify(query), columns).violations;

const valid: Record<string, unknown> = {
  "nothing but a time range": { time_range: 300 },
  "an empty query": {},
  "a grouped, filtered, sorted and limited count": {
    breakdowns: ["http.route"],
    calculations: count,
    filters: [{ column: "status", op: "=", value: "404" }],
    filter_combination: "AND",
    orders: [{ op: "COUNT", order: "descending" }],
    limit: 1000,
    time_range: 7200,
  },
  "a sort by a group": {
    breakdowns: ["http.route"],
    orders: [{ column: "http.route", order: "ascending" }],
  },
  "a sort by the count that Honeycomb adds": { orders: [{ op: "COUNT", order: "ascending" }] },
  "a percentile kept above a number": {
    calculations: [slowest],
    havings: [{ calculate_op: "P95", column: "duration_ms", op: ">", value: 100 }],
  },
  "every kind of filter": {
    filters: [
      { column: "status", op: "exists" },
      { column: "status", op: "not-in", value: ["404", 500, true] },
      { column: "http.route", op: "does-not-start-with", value: "/health" },
      { column: "duration_ms", op: ">=", value: 1.5 },
    ],
    filter_combination: "OR",
  },
  "a start and an end": { start_time: 1_700_000_000, end_time: 1_700_003_600, granularity: 60 },
};

for (const [name, query] of Object.entries(valid))
  test(`${name} breaks no rule`, () => {
    expect(checkHoneycombQuery(JSON.stringify(query), columns)).toEqual({ query, violations: [] });
  });

const broken: [string, unknown, string][] = [
  [
    "a group by an unknown column",
    { breakdowns: ["route"] },
    "The column “route” is not one of the columns that were given.",
  ],
  [
    "a filter on an unknown column",
    { filters: [{ column: "code", op: "exists" }] },
    "The column “code” is not one of the columns that were given.",
  ],
  [
    "a count of a column",
    { calculations: [{ op: "COUNT", column: "status" }] },
    "COUNT looks at whole events, so it cannot have a column such as “status”.",
  ],
  ["a percentile of nothing", { calculations: [{ op: "P95" }] }, "P95 needs a column to work on."],
  [
    "a sort by what is not calculated",
    { calculations: count, orders: [{ ...slowest, order: "descending" }] },
    "The result is sorted by P95 of “duration_ms”, which the query does not calculate.",
  ],
  [
    "a sort by what is not grouped",
    { calculations: count, orders: [{ column: "status", order: "ascending" }] },
    "The result is sorted by “status”, which it is not grouped by.",
  ],
  [
    "a sort by nothing",
    { orders: [{ order: "ascending" }] },
    "A sort order names neither a calculation nor a column.",
  ],
  [
    "a sort by a heatmap",
    {
      calculations: [{ op: "HEATMAP", column: "duration_ms" }],
      orders: [{ op: "HEATMAP", column: "duration_ms", order: "descending" }],
    },
    "A heatmap cannot be sorted by.",
  ],
  [
    "a condition on a heatmap",
    { havings: [{ calculate_op: "HEATMAP", column: "duration_ms", op: ">", value: 1 }] },
    "A heatmap cannot be compared with a number.",
  ],
  [
    "a condition on what is not calculated",
    { havings: [{ calculate_op: "MAX", column: "duration_ms", op: ">", value: 1 }] },
    "Results are kept by MAX of “duration_ms”, which the query does not calculate.",
  ],
  [
    "a value for exists",
    { filters: [{ column: "status", op: "exists", value: true }] },
    "The filter “status exists” cannot have a value to compare with.",
  ],
  [
    "one value where a list belongs",
    { filters: [{ column: "status", op: "in", value: "404" }] },
    "The filter “status in” needs a list of values to compare with.",
  ],
  [
    "a list where one value belongs",
    { filters: [{ column: "status", op: "=", value: ["404"] }] },
    "The filter “status =” needs exactly one value to compare with.",
  ],
  [
    "a filter without its value",
    { filters: [{ column: "status", op: "contains" }] },
    "The filter “status contains” needs exactly one value to compare with.",
  ],
  [
    "a time range with both ends",
    { time_range: 60, start_time: 1, end_time: 61 },
    "The query has a time range, a start and an end: one of the three is too many.",
  ],
  ["an end before the start", { start_time: 61, end_time: 1 }, "The query ends before it starts."],
  [
    "a granularity that is too coarse",
    { time_range: 60, granularity: 61 },
    "The granularity is longer than the time range.",
  ],
  [
    "a granularity that is too fine",
    { granularity: 7 },
    "The granularity cuts the time range into more than 1000 steps.",
  ],
];

for (const [name, query, sentence] of broken)
  test(`${name} is told in one sentence`, () => {
    expect(violationsOf(query)).toEqual([sentence]);
  });
