import { expect, test } from "@playwright/test";
import fc from "fast-check";
import { getLlama, type Llama } from "node-llama-cpp";
import { checkHoneycombQuery } from "#contract/honeycomb/check.ts";
import { honeycombGrammar } from "#contract/honeycomb/grammar.ts";
import { violationsOf } from "#contract/outputs/check-output.ts";
import { valuesIn } from "#contract/outputs/quotes.ts";
import { gbnfSentences } from "./gbnf-sentences.ts";

const awkward = [
  'say "hi"',
  "back\\slash",
  "tab\tand\nnewline",
  "😀 emoji",
  "lone \ud800 surrogate",
  "line\u2028separator",
  "null\u0000",
  "]} | root ::= x",
  "a",
  "ab",
  "abc",
  "__proto__",
];

/** The one rule that the grammar leaves to the model: a sort or condition repeats the column. */
const isLeftToModel = (violation: string) =>
  /which the query does not calculate\.$/.test(violation);

function expectSentencesToPass(columns: string[]): void {
  fc.assert(
    fc.property(gbnfSentences(honeycombGrammar(columns)), (output) => {
      const { query, violations } = checkHoneycombQuery(output, columns);
      expect(violations.filter((violation) => !isLeftToModel(violation))).toEqual([]);
      expect(query).not.toBeNull();
    }),
    { numRuns: 1_000 },
  );
}

test("whatever the grammar admits passes the check", () => {
  expectSentencesToPass(["duration_ms", "http.method", "http.route", "http.status_code"]);
});

test("whatever the grammar admits over awkward column names passes the check", () => {
  expectSentencesToPass(awkward);
});

test("with a question, filters look for its words alone, as they stand in it", () => {
  const question =
    'Requests whose city is "New York", not O\'Hare, with id=5e-2f and path /api/v1.';
  const texts = valuesIn(question) ?? [];
  expect(texts).toEqual(expect.arrayContaining(["New York", "O'Hare", "5e-2f", "/api/v1"]));
  const looked = new Set<unknown>();
  fc.assert(
    fc.property(gbnfSentences(honeycombGrammar(["city", "path"], texts)), (output) => {
      const declaration = { kind: "honeycomb-query", columns: "cols", question: "nlq" } as const;
      const violations = violationsOf(
        declaration,
        { nlq: question, cols: ["city", "path"] },
        output,
      );
      expect(violations.filter((violation) => !isLeftToModel(violation))).toEqual([]);
      for (const { value } of JSON.parse(output).filters ?? []) looked.add(value);
    }),
    { numRuns: 1_000 },
  );
  expect([...looked].filter((value) => typeof value === "string").length).toBeGreaterThan(10);
});

test("a question that is too long for a grammar of its words is held to none", () => {
  expect(valuesIn(Array.from({ length: 250 }, (_, index) => `w${index}`).join(" "))).not.toBeNull();
  expect(valuesIn(Array.from({ length: 251 }, (_, index) => `w${index}`).join(" "))).toBeNull();
  expect(valuesIn("?! , =")).toBeNull();
});

test("a query that looks for what the question does not say is told so", () => {
  const declaration = { kind: "honeycomb-query", columns: "cols", question: "nlq" } as const;
  const values = { nlq: "get requests", cols: ["http.method"] };
  const asking = (value: string) =>
    JSON.stringify({
      calculations: [{ op: "COUNT" }],
      filters: [{ column: "http.method", op: "=", value }],
    });
  expect(violationsOf(declaration, values, asking("GET"))).toEqual([]);
  expect(violationsOf(declaration, values, asking("POST"))).toEqual([
    "The query looks for “POST”, of which the question says nothing.",
  ]);
});

test("with one column the grammar leaves no rule to the model", () => {
  fc.assert(
    fc.property(gbnfSentences(honeycombGrammar(["duration_ms"])), (output) => {
      expect(checkHoneycombQuery(output, ["duration_ms"]).violations).toEqual([]);
    }),
    { numRuns: 1_000 },
  );
});

test("every column can be named, and no beginning of one", () => {
  const rules = honeycombGrammar(awkward).split("\n");
  const columns = rules.filter((rule) => /^column(-\d+)? ::=/.test(rule));
  const sentences = gbnfSentences(["root ::= column", ...columns].join("\n"));
  const named = new Set(fc.sample(sentences, 3_000).map((text) => JSON.parse(text)));
  expect([...named].sort()).toEqual([...awkward].sort());
});

test("a query needs a column", () => {
  expect(() => honeycombGrammar([])).toThrow("a Honeycomb query needs at least one column");
});

test.describe("llama.cpp", () => {
  let llama: Llama;

  test.beforeAll(async () => {
    llama = await getLlama({ build: "never", gpu: false, logLevel: "error" as Llama["logLevel"] });
  });

  test.afterAll(() => llama.dispose());

  test("takes the grammar over awkward column names", async () => {
    await expect(llama.createGrammar({ grammar: honeycombGrammar(awkward) })).resolves.toBeTruthy();
  });

  test("takes the grammar over 500 columns, which stays under 100 KB", async () => {
    const columns = Array.from(
      { length: 500 },
      (_, index) => `service.${index % 40}.metric_${index}.value`,
    );
    const grammar = honeycombGrammar(columns);
    expect(Buffer.byteLength(grammar)).toBeLessThan(100_000);
    await expect(llama.createGrammar({ grammar })).resolves.toBeTruthy();
  });

  test("takes the grammar over columns that each begin like the one before", async () => {
    const columns = Array.from({ length: 200 }, (_, index) => "a".repeat(index + 1));
    await expect(llama.createGrammar({ grammar: honeycombGrammar(columns) })).resolves.toBeTruthy();
  });
});
