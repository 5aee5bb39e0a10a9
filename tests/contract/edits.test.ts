import { expect, test } from "@playwright/test";
import fc from "fast-check";
import { shapeSchema } from "#contract/inputs/shape-parts.ts";
import { outputMistakes } from "#contract/outputs/check-declaration.ts";
import { violationsOf } from "#contract/outputs/check-output.ts";
import { outputDeclaration } from "#contract/outputs/declaration.ts";
import { applyEdits, type Edit } from "#contract/outputs/edits.ts";
import { editsGrammar } from "#contract/outputs/edits-grammar.ts";
import { outputShape } from "#contract/outputs/output-shape.ts";
import { quotesIn } from "#contract/outputs/quotes.ts";
import { nativeGrammars } from "../support/native-grammars.ts";
import { gbnfSentences } from "./gbnf-sentences.ts";

const edit = (find: string, replace: string): Edit => ({ find, replace, reason: "" });

const EDITED: [how: string, before: string, edits: Edit[], after: string][] = [
  ["nothing", "He waits.", [], "He waits."],
  ["a word", "A fireman came.", [edit("fireman", "firefighter")], "A firefighter came."],
  [
    "no part of a word",
    "This is his.",
    [edit("is", "was"), edit("his", "theirs")],
    "This was theirs.",
  ],
  [
    "the same word twice, each behind the one before",
    "A man met a man.",
    [edit("man", "person"), edit("man", "person")],
    "A person met a person.",
  ],
  [
    "words in any order",
    "The chairman lost his hat.",
    [edit("lost his", "lost their"), edit("chairman", "chair")],
    "The chair lost their hat.",
  ],
  [
    "marks beside a word",
    "“He” (late, he said)",
    [edit("late, he", "late, they")],
    "“He” (late, they said)",
  ],
];

for (const [how, before, edits, after] of EDITED)
  test(`edits change ${how}`, () => {
    expect(applyEdits(before, edits)).toEqual({ text: after, made: edits, lost: [] });
  });

const LOST: [what: string, edits: Edit[], lost: number][] = [
  ["are not there", [edit("sea", "lake")], 0],
  ["are there no second time", [edit("old boat", "boat"), edit("boat", "ship")], 1],
  ["are none", [edit("", "x")], 0],
];

for (const [what, edits, lost] of LOST)
  test(`edits whose words ${what} are lost, and change nothing`, () => {
    const made = applyEdits("The old boat", edits);
    expect(made.lost).toEqual([edits[lost]]);
    expect(made.text).toBe(
      applyEdits(
        "The old boat",
        edits.filter((each) => each !== edits[lost]),
      ).text,
    );
  });

test("an edit that is said twice is made once, and nothing is lost", () => {
  const edits = [edit("man", "person"), edit("man", "person")];
  expect(applyEdits("A man came.", edits)).toEqual({
    ...{ text: "A person came.", made: [edits[0]], lost: [] },
  });
});

test("edits that put back what they find leave any text as it was", () => {
  const word = fc.constantFrom("a", "man", "man's", "é", "(", " ", "\n");
  fc.assert(
    fc.property(fc.array(word), fc.array(word), (text, finds) => {
      const edits = finds.map((find) => edit(find, find));
      expect(applyEdits(text.join(""), edits).text).toBe(text.join(""));
    }),
  );
});

const grammarFor = async (article: string, words?: string[]) =>
  (await nativeGrammars()).fromGbnf(editsGrammar(article, words) ?? "");

async function schemaFor(article: string, words?: string[]) {
  const declaration = outputDeclaration.parse({
    ...{ kind: "diff", input: "article", edits: true, words },
  });
  const shape = outputShape(declaration, quotesIn({ article }));
  return (await nativeGrammars()).fromJsonSchema(shapeSchema(shape ?? { type: "boolean" }));
}

const written = (...finds: string[]): string =>
  JSON.stringify(finds.map((find) => ({ find, replace: "x", reason: "too long" })));

for (const [engine, held] of [
  ["that takes grammars", grammarFor],
  ["that takes schemas alone", schemaFor],
] as const) {
  test(`on an engine ${engine} a model finds nothing but words of the text, side by side`, async () => {
    const grammar = await held("He waits, late.\nShe's gone.");
    for (const find of ["He", "waits, late", "late.\nShe's gone", "She's"])
      expect(grammar.isTextCompatible(written(find)), find).toBe(true);
    for (const find of ["she's", "He late", "wait", "gone.", ""])
      expect(grammar.isTextCompatible(written(find)), find).toBe(false);
    expect(grammar.isTextCompatible("[]")).toBe(true);
  });

  test(`on an engine ${engine} a model that lists words changes none but those, with a word beside them or not`, async () => {
    const words = ["fireman", "is bound to", "man-hours"];
    const grammar = await held("The Fireman is bound to his house, for man-hours.", words);
    for (const find of ["Fireman", "The Fireman", "The Fireman is", "is bound to his", "man-hours"])
      expect(grammar.isTextCompatible(written(find)), find).toBe(true);
    for (const find of ["house", "The", "is bound", "Fireman is bound", "bound to his house"])
      expect(grammar.isTextCompatible(written(find)), find).toBe(false);
    expect(grammar.isTextCompatible("[]")).toBe(true);
    const nothing = await held("A house.", words);
    expect(nothing.isTextCompatible("[]")).toBe(true);
    expect(nothing.isTextCompatible(written("house"))).toBe(false);
  });

  test(`on an engine ${engine} what stands instead ends, also where a model goes round in circles`, async () => {
    const grammar = await held("He waits.");
    const instead = (replace: string, reason: string) =>
      grammar.isTextCompatible(JSON.stringify([{ find: "He", replace, reason }]));
    expect(instead("na".repeat(60), "because ".repeat(25))).toBe(true);
    expect(instead("na".repeat(61), "too long")).toBe(false);
    expect(instead("They", "because ".repeat(26))).toBe(false);
  });
}

test("edits come in the order of the text, and none more than twice", async () => {
  const grammar = await grammarFor("The man met a man, late.");
  for (const finds of [["man", "man"], ["The man", "man, late"], ["man", "a", "late"], ["late"]])
    expect(grammar.isTextCompatible(written(...finds)), finds.join()).toBe(true);
  for (const finds of [
    ["met", "The"],
    ["late", "late", "late"],
    ["man met", "met a"],
  ])
    expect(grammar.isTextCompatible(written(...finds)), finds.join()).toBe(false);
});

test("an edit of a word that is not listed is told of, and listed words need edits", () => {
  const edits = outputDeclaration.parse({
    ...{ kind: "diff", input: "article", edits: true, words: ["he (too)"] },
  });
  const said = (find: string) =>
    violationsOf(edits, { article: "He (too) sleeps." }, JSON.stringify([edit(find, "they")]));
  expect(said("sleeps")).toEqual(["“sleeps” is none of the words that this model changes."]);
  expect(said("He (too) sleeps")).toEqual([]);
  const inputs = [{ name: "article", title: "Article", type: "text" as const, maxLength: 100 }];
  expect(outputMistakes(edits, inputs)).toEqual([]);
  const whole = outputDeclaration.parse({ ...edits, edits: false });
  expect(outputMistakes(whole, inputs)).toEqual([
    { path: ["words"], message: "needs edits: true, as it lists what they may change" },
  ]);
});

const numbered = (count: number) => Array.from({ length: count }, (_, index) => `word${index}`);

test("a long text can be held to its words, and one that is too long is left to the check", async () => {
  for (const held of [grammarFor, schemaFor]) {
    const long = await held(numbered(250).join(" "));
    expect(long.isTextCompatible(written("word17 word18"))).toBe(true);
    expect(long.isTextCompatible(written("word17 word19"))).toBe(false);
  }
  const tooLong = numbered(251).join(" ");
  expect(editsGrammar(tooLong)).toBeNull();
  expect(editsGrammar(`${"very".repeat(40)} `.repeat(250))).toBeNull();
  expect((await schemaFor(tooLong)).isTextCompatible(written("word17 word19"))).toBe(true);
});

test("every edit that the grammar lets through is made, but for one that is said again", () => {
  const words = fc.constantFrom("a", "man", "man's", "é", "x_1", "man,", "(he)", '"so"', "\n");
  const edited = fc
    .array(words, { minLength: 1, maxLength: 7 })
    .map((all) => all.join(" "))
    .filter((text) => editsGrammar(text) !== null)
    .chain((text) => fc.tuple(fc.constant(text), gbnfSentences(editsGrammar(text) ?? "")));
  fc.assert(
    fc.property(edited, ([text, json]) => {
      const edits = JSON.parse(json) as Edit[];
      const { lost } = applyEdits(text, edits);
      for (const each of lost) expect(edits[edits.indexOf(each) - 1]?.find).toBe(each.find);
    }),
  );
});
