import { expect, test } from "@playwright/test";
import fc from "fast-check";
import { changesBetween, textAfter } from "#components/prediction/output/changes.ts";
import { type InputDeclaration, inputDeclaration } from "#contract/inputs/declaration.ts";
import { outputMistakes } from "#contract/outputs/check-declaration.ts";
import { violationsOf } from "#contract/outputs/check-output.ts";
import { type OutputDeclaration, outputDeclaration } from "#contract/outputs/declaration.ts";
import { downloadOf } from "#contract/outputs/download.ts";
import { outputShape } from "#contract/outputs/output-shape.ts";
import { quotesIn } from "#contract/outputs/quotes.ts";

const declare = (output: object): OutputDeclaration => outputDeclaration.parse(output);

const inputs: InputDeclaration[] = [
  { name: "article", type: "text", title: "Article", maxLength: 999 },
  { name: "kinds", type: "text-list", title: "Kinds", maxItems: 9, maxItemLength: 9 },
  { name: "note", type: "text", title: "Note", maxLength: 9, optional: true },
].map((input) => inputDeclaration.parse(input));
const values = { article: "Water boils\nat 100 °C.", kinds: ["solvent", "salt"] };

const table = declare({
  kind: "table",
  columns: [
    { name: "compound", type: "text" },
    { name: "value", type: "number", unit: "°C", optional: true },
    { name: "kind", type: "text", enumFrom: "kinds", optional: true },
    { name: "quote", type: "text", title: "Quote", evidence: "article" },
  ],
  maxRows: 2,
});
const row = { compound: "water", value: 100, quote: "Water boils at 100 °C" };

const VIOLATIONS: [what: string, declaration: OutputDeclaration, text: string, why: string][] = [
  ["no JSON", table, "water", "The output is not JSON"],
  ["no list", table, "{}", "The output must be a list."],
  [
    "another type",
    table,
    JSON.stringify([{ ...row, value: "hot" }]),
    "at [1].value must be a number",
  ],
  ["a further key", table, JSON.stringify([{ ...row, colour: "blue" }]), "has “colour”"],
  ["a missing key", table, JSON.stringify([{ compound: "water" }]), "lacks “quote”"],
  ["too many rows", table, JSON.stringify([row, row, row]), "has 3 entries; at most 2"],
  [
    "no such kind",
    table,
    JSON.stringify([{ ...row, kind: "gas" }]),
    "must be one of “solvent”, “salt”",
  ],
  [
    "an invented quote",
    table,
    JSON.stringify([{ ...row, quote: "Ice melts" }]),
    "Row 1: Quote “Ice melts” does not occur",
  ],
  [
    "a name that is not there",
    declare({
      kind: "table",
      columns: [{ name: "compound", type: "text", evidence: "article", quotes: "phrases" }],
    }),
    JSON.stringify([{ compound: "water boils" }, { compound: "ice" }]),
    "Row 2: compound “ice” does not occur",
  ],
  ["nothing at all", declare({ kind: "markdown" }), " \n", "The model wrote nothing."],
  [
    "an edit without reasons",
    declare({ kind: "diff", input: "article", reasons: true }),
    '{"text": "x"}',
    "lacks “reasons”",
  ],
  [
    "an edit of words that are not there",
    declare({ kind: "diff", input: "article", edits: true }),
    JSON.stringify([{ find: "Ice", replace: "Snow", reason: "colder" }]),
    "“Ice” does not occur in the text again",
  ],
];

for (const [what, declaration, text, why] of VIOLATIONS)
  test(`an output with ${what} is told so`, () => {
    expect(violationsOf(declaration, values, text)).toEqual([expect.stringContaining(why)]);
  });

test("an output that keeps its form has nothing to be told, and a quote may run over a line break", () => {
  expect(violationsOf(table, values, JSON.stringify([row, { ...row, kind: "salt" }]))).toEqual([]);
});

test("a cell that quotes words can be nothing else, with a small letter where they begin a sentence", () => {
  const name = { name: "compound", type: "text", evidence: "article", quotes: "phrases" };
  const declaration = declare({ kind: "key-values", fields: [name] });
  expect(outputShape(declaration, quotesIn(values))).toMatchObject({
    properties: { compound: { enum: expect.arrayContaining(["Water", "water", "water boils"]) } },
  });
  const sentences = declare({ kind: "key-values", fields: [{ ...name, quotes: "sentences" }] });
  expect(outputShape(sentences, quotesIn(values))).toMatchObject({
    properties: { compound: { enum: ["Water boils", "at 100 °C."] } },
  });
});

const MISTAKES: [output: object, where: string, why: string][] = [
  [{ kind: "diff", input: "kinds" }, "input", "names no text input; the inputs are article, kinds"],
  [{ kind: "diff", input: "note" }, "input", "which may be missing"],
  [
    { kind: "diff", input: "article", edits: true, reasons: true },
    "reasons",
    "goes without edits, each of which has its own reason",
  ],
  [{ kind: "sql", tables: "kinds" }, "tables", "names no text input"],
  [
    { kind: "json", schema: { type: "string", enumFrom: "article" } },
    "schema",
    "names no text-list",
  ],
  [
    { kind: "table", columns: [{ name: "a", type: "number", evidence: "article" }] },
    "columns.0.type",
    "must be text",
  ],
  [
    {
      kind: "key-values",
      fields: [
        { name: "a", type: "text" },
        { name: "a", type: "text" },
      ],
    },
    "fields.1.name",
    "twice",
  ],
];

for (const [output, where, why] of MISTAKES)
  test(`an output declared with a mistake at ${where} is told: ${why}`, () => {
    const found = outputMistakes(declare(output), inputs);
    expect(found.map(({ path, message }) => `${path.join(".")}: ${message}`)).toEqual([
      expect.stringMatching(new RegExp(`^${where}: .*${why}`)),
    ]);
  });

test("a table is downloaded as CSV that a spreadsheet reads back, and runs nothing of", () => {
  const { extension, text } = downloadOf(
    table,
    values,
    JSON.stringify([{ ...row, compound: '=HYPERLINK("x"), y' }]),
  );
  expect(extension).toBe("csv");
  expect(text).toBe(
    'compound,value (°C),kind,Quote\r\n"\'=HYPERLINK(""x""), y",100,,Water boils at 100 °C\r\n',
  );
});

test("an edited text is downloaded with its edits made", () => {
  const edits = [{ find: "Water", replace: "Ice", reason: "colder" }];
  const diff = declare({ kind: "diff", input: "article", edits: true });
  expect(downloadOf(diff, values, JSON.stringify(edits))).toMatchObject({
    extension: "txt",
    text: "Ice boils\nat 100 °C.",
  });
});

test("the parts of a diff give back both texts, whatever they are", () => {
  const words = fc
    .array(fc.constantFrom("he", "she", "they", " ", "\n", ".", "wrote"))
    .map((w) => w.join(""));
  fc.assert(
    fc.property(words, words, (before, after) => {
      const parts = changesBetween(before, after);
      const all = new Set(parts.keys());
      expect(textAfter(parts, new Set())).toBe(after);
      expect(textAfter(parts, all)).toBe(before);
    }),
  );
});
