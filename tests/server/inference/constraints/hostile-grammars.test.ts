import { expect, test } from "@playwright/test";
import type { Grammars } from "#server/inference/bundled/constraints/grammars.ts";
import { nativeGrammars } from "../../../support/native-grammars.ts";

let grammars: Grammars;

test.beforeAll(async () => {
  grammars = await nativeGrammars();
});

const many = <Item>(length: number, make: (index: number) => Item) =>
  Array.from({ length }, (_, index) => make(index));
const hostileGrammars: [what: string, grammar: string, sentence: RegExp][] = [
  [
    "a rule that begins with itself behind an empty one",
    'root ::= a\na ::= b a "x" | "y"\nb ::= c\nc ::= "" | "z"',
    /rule a may begin with itself/,
  ],
  [
    "a rule that begins with itself in brackets",
    'root ::= "a"? (("b")* root "c" | "d")',
    /rule root may begin with itself/,
  ],
  [
    "rules that double",
    [
      ...many(
        40,
        (index) => `${index ? `r${index}` : "root"} ::= r${index + 1} | r${index + 1} "x"`,
      ),
      'r40 ::= "y"',
    ].join("\n"),
    /in too many ways/,
  ],
  ["a long text repeated", `root ::= "${"a".repeat(100_000)}"{0,1999}`, /repeats too much/],
  ["repetitions of repetitions", 'root ::= ("a"{0,100} "b"){0,100}', /repeats too much/],
  [
    "thousands of brackets around thousands of rules",
    [
      ...many(
        4_000,
        (at) => `${at ? `r${at}` : "root"} ::= ${"(".repeat(18)}r${at + 1}${")".repeat(18)}`,
      ),
      'r4000 ::= "y"',
    ].join("\n"),
    /in too many ways/,
  ],
];

for (const [what, grammar, sentence] of hostileGrammars) {
  test(`a grammar with ${what} is refused before llama.cpp hangs on it`, () => {
    expect(() => grammars.fromGbnf(grammar)).toThrow(sentence);
  });
}
