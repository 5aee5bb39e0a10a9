import { expect, test } from "@playwright/test";
import { describeHoneycombQuery } from "#contract/honeycomb/describe.ts";
import { nameDuration } from "#contract/honeycomb/durations.ts";
import type { HoneycombQuery } from "#contract/honeycomb/query.ts";

const sentences: [HoneycombQuery, string][] = [
  [{}, "Count events, over the last 2 hours."],
  [
    {
      breakdowns: ["http.method"],
      calculations: [{ op: "COUNT" }],
      filters: [{ column: "status", op: "=", value: "404" }],
      orders: [{ op: "COUNT", order: "descending" }],
      limit: 10,
      time_range: 7200,
    },
    "Count events where status is 404, grouped by http.method, over the last 2 hours, most frequent first, at most 10 groups.",
  ],
  [
    {
      calculations: [
        { op: "P95", column: "duration_ms" },
        { op: "COUNT_DISTINCT", column: "user.id" },
      ],
      breakdowns: ["region", "service"],
      havings: [{ calculate_op: "P95", column: "duration_ms", op: ">", value: 100 }],
      orders: [{ op: "P95", column: "duration_ms", order: "ascending" }],
      time_range: 86_400,
    },
    "Show the 95th percentile of duration_ms and number of different user.id, grouped by region and service, keeping groups whose 95th percentile of duration_ms is more than 100, over the last day, by 95th percentile of duration_ms lowest first.",
  ],
  [
    {
      calculations: [{ op: "HEATMAP", column: "duration_ms" }],
      filters: [
        { column: "status", op: "in", value: ["404", 500, true] },
        { column: "user , id", op: "does-not-exist" },
      ],
      filter_combination: "OR",
      start_time: 1_700_000_000,
      end_time: 1_700_003_600,
    },
    "Show the heatmap of duration_ms where status is one of 404, 500 or true or user , id does not exist, from 2023-11-14 22:13:20 UTC to 2023-11-14 23:13:20 UTC.",
  ],
];

for (const [query, sentence] of sentences)
  test(`a query reads: ${sentence}`, () => {
    expect(describeHoneycombQuery(query).sentence).toBe(sentence);
  });

test("a query's parts set columns and values apart from words", () => {
  const { parts } = describeHoneycombQuery({
    breakdowns: ["route"],
    calculations: [{ op: "MAX", column: "duration_ms" }],
    filters: [{ column: "status", op: "!=", value: 200 }],
    orders: [{ op: "MAX", column: "duration_ms", order: "descending" }],
    time_range: 5_400,
  });
  expect(parts).toEqual([
    {
      label: "Show",
      value: [
        { kind: "word", text: "highest" },
        { kind: "column", text: "duration_ms" },
      ],
    },
    {
      label: "Where",
      value: [
        { kind: "column", text: "status" },
        { kind: "word", text: "is not" },
        { kind: "value", text: "200" },
      ],
    },
    { label: "Grouped by", value: [{ kind: "column", text: "route" }] },
    {
      label: "Sorted by",
      value: [
        { kind: "word", text: "highest" },
        { kind: "column", text: "duration_ms" },
        { kind: "word", text: "(highest first)" },
      ],
    },
    { label: "Over", value: [{ kind: "value", text: "the last 1 hour and 30 minutes" }] },
  ]);
});

test("durations are named by their two biggest units", () => {
  expect([45, 60, 5_400, 604_800, 90_061].map(nameDuration)).toEqual([
    "45 seconds",
    "1 minute",
    "1 hour and 30 minutes",
    "7 days",
    "1 day and 1 hour",
  ]);
});
