import { expect, test } from "@playwright/test";
import fc from "fast-check";
import type { Grammars } from "#server/inference/bundled/constraints/grammars.ts";
import { regexToGbnf } from "#server/inference/bundled/constraints/regex/regex-grammar.ts";
import { sentencesOf } from "../../../support/grammar-sentences.ts";
import { nativeGrammars } from "../../../support/native-grammars.ts";
import { randomNumbers } from "../../../support/random.ts";

let grammars: Grammars;

test.beforeAll(async () => {
  grammars = await nativeGrammars();
});

const patterns = [
  "abc",
  "a|bc|",
  "^a(?:b|c)*d+?e?$",
  String.raw`\d{3}-\d{4}`,
  String.raw`[^\s,;]{2,5}`,
  String.raw`(?<year>\d\d)[-/.](?:0[1-9]|1[0-2])`,
  String.raw`\w+@\w+\.(?:com|org)`,
  "[a-f]{0,3}x{2,}",
  String.raw`"[^"\\]*"`,
  String.raw`\u00e9[\u{1F300}-\u{1F310}]\x41`,
  String.raw`\p{Lu}\p{Ll}*`,
  String.raw`\P{L}\W\D\S`,
  ".{1,4}",
  "(a|b)*abb",
  "(?:(?:a?){3}b){2}",
  String.raw`[\]\[\-\\^]+`,
  "[^]y",
  "^a|b$",
  String.raw`\$\^\.\*\+\?\(\)\{\}\|\/`,
];

for (const pattern of patterns) {
  test(`the pattern ${pattern} allows what JavaScript matches, and nothing else`, () => {
    const grammar = grammars.fromRegex(pattern);
    const whole = new RegExp(`^(?:${pattern})$`, "u");
    const derive = sentencesOf(regexToGbnf(pattern));
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const sentence = derive(randomNumbers(seed));
        expect(sentence).toMatch(whole);
        expect(grammar.isTextCompatible(sentence)).toBe(true);
      }),
      { numRuns: 60 },
    );
    fc.assert(
      fc.property(fc.stringMatching(whole), (matching) => {
        if (Buffer.from(matching).toString() === matching && !matching.includes("\0")) {
          expect(grammar.isTextCompatible(matching), matching).toBe(true);
        }
      }),
      { numRuns: 100 },
    );
    const near = fc.tuple(fc.integer(), fc.nat(20), fc.constantFrom(...'ab-1xA@."\\ é'));
    fc.assert(
      fc.property(near, ([seed, place, character]) => {
        const sentence = Array.from(derive(randomNumbers(seed)));
        sentence.splice(place % (sentence.length + 1), 1, character);
        const changed = sentence.join("");
        expect(grammar.isTextCompatible(changed), changed).toBe(whole.test(changed));
      }),
      { numRuns: 200 },
    );
  });
}

test("random patterns allow what JavaScript matches, and nothing else", () => {
  const { pattern } = fc.letrec<{ pattern: string }>((tie) => ({
    pattern: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom("a", "b", ".", "[ab]", "[^a]", String.raw`\d`, "", "c{2}", "\\."),
      fc.tuple(tie("pattern"), tie("pattern")).map(([x, y]) => `${x}${y}`),
      fc.tuple(tie("pattern"), tie("pattern")).map(([x, y]) => `(?:${x}|${y})`),
      fc
        .tuple(tie("pattern"), fc.constantFrom("?", "*", "+", "{0,2}", "{1,3}", "{2}", "*?"))
        .map(([x, quantifier]) => `(?:${x})${quantifier}`),
    ),
  }));
  const short = fc.string({ unit: fc.constantFrom(..."abc1.\n"), maxLength: 6 });
  fc.assert(
    fc.property(pattern, fc.array(short, { minLength: 5, maxLength: 20 }), (source, texts) => {
      const grammar = grammars.fromRegex(source);
      const whole = new RegExp(`^(?:${source})$`, "u");
      for (const text of texts) {
        expect(grammar.isTextCompatible(text), JSON.stringify([source, text])).toBe(
          whole.test(text),
        );
      }
    }),
    { numRuns: 150 },
  );
});

const refused: [pattern: string, sentence: RegExp][] = [
  ["(a", /at character 2: a "\(" is never closed\.$/],
  ["a)", /a "\)" without "\("/],
  ["[a", /a "\[" is never closed/],
  ["*a", /a repetition of nothing/],
  ["a**", /two repetitions in a row/],
  ["a{3,2}", /maximum is below its minimum/],
  ["[b-a]", /runs backwards/],
  [String.raw`[\d-z]`, /begins or ends with a class/],
  ["(?=a)b", /looking ahead or behind is not supported/],
  ["(?<!a)b", /looking ahead or behind is not supported/],
  [String.raw`(a)\1`, /looking back at a group is not supported/],
  [String.raw`\bword\b`, /a word's edge is not supported/],
  ["(?i:a)", /a group that begins with \?i is not supported/],
  [String.raw`\p{Nothing}`, /is not known/],
  [String.raw`\ud800`, /a character that does not exist/],
  ["a\\", /it ends too early/],
  ["a^b", /No text can match the pattern/],
  ["(?:a{1000}){1000}", /repeats too much/],
  ["a{20000}", /more than 10000 repetitions/],
  [`${"(?:".repeat(12)}${"){9999}".repeat(12)}`, /too complicated/],
  ["(".repeat(500) + ")".repeat(500), /more than 50 nested groups/],
  ["a".repeat(9_000), /longer than 8000 characters/],
  [".*a.{14}", /more than 2000 states|too complicated/],
  [".{0,5000}", /more than 2000 states/],
];

for (const [pattern, sentence] of refused) {
  test(`the pattern ${pattern.slice(0, 30)} is refused with a sentence`, () => {
    expect(() => grammars.fromRegex(pattern)).toThrow(sentence);
  });
}
