import { expect, test } from "@playwright/test";
import fc from "fast-check";
import { groupAlternatives } from "#server/inference/bundled/constraints/gbnf/group-alternatives.ts";
import { parseGbnf } from "#server/inference/bundled/constraints/gbnf/parse-gbnf.ts";
import { TextStream } from "#server/inference/bundled/text/text-stream.ts";

// One token a byte: the hardest case for characters and stop strings that span tokens.
const decode = (tokens: readonly number[]) => Buffer.from(tokens).toString("utf8");

function streamed(text: string, stops: string[]) {
  const stream = new TextStream(decode, stops, []);
  const pieces = [];
  const bytes = [...Buffer.from(text)];
  for (const byte of bytes) {
    const piece = stream.push(byte);
    if (piece) pieces.push(piece);
    if (piece?.stopped) break;
  }
  pieces.push(stream.finish(null));
  return { pieces, bytes, text: pieces.map((piece) => piece.text).join("") };
}

test("what is streamed is the text up to its first stop string, with every token once", () => {
  const character = fc.constantFrom("a", "b", "é", "🎉", "\n");
  const text = fc.array(character, { maxLength: 30 }).map((list) => list.join(""));
  const stop = fc.array(character, { minLength: 1, maxLength: 4 }).map((list) => list.join(""));
  fc.assert(
    fc.property(text, fc.array(stop, { maxLength: 3 }), (whole, stops) => {
      const result = streamed(whole, stops);
      const ends = stops.map((end) => whole.indexOf(end)).filter((at) => at >= 0);
      const tokens = result.pieces.flatMap((piece) => piece.tokens);
      expect(tokens).toEqual(result.bytes.slice(0, tokens.length));
      if (ends.length === 0) {
        expect(result.text).toBe(whole);
        expect(tokens).toHaveLength(result.bytes.length);
      } else {
        expect(stops.some((end) => result.text.includes(end))).toBe(false);
        expect(whole.startsWith(result.text)).toBe(true);
      }
    }),
  );
});

test("no piece ends inside a character, and a zero never leaves", () => {
  const { pieces, text } = streamed("né🎉\u0000!", []);
  expect(pieces.map((piece) => piece.text)).toEqual(["n", "é", "🎉", "\uFFFD", "!", ""]);
  expect(text).toBe("né🎉\uFFFD!");
});

test("many alternatives are grouped by how they begin, and nothing else is touched", () => {
  const grammar = [
    'root ::= name ("," name)* # "a" | "b"',
    'name ::= "ab" | "abc" | "b\\n" | one | "é" | "ba\\x41" | "bab" | "ax" | other',
    'other ::= one "x"{1,3}',
    'one ::= "one"',
  ].join("\n");
  const grouped = groupAlternatives(grammar, parseGbnf(grammar)).split("\n");
  expect(grouped[1]).toBe(
    'name ::= ("a" ("b" ("c" | "") | "x") | "b" ("\\U0000000a" | "a" ("A" | "b")) | "one" | "\\U000000e9") | other',
  );
  expect(grouped.toSpliced(1, 1)).toEqual(grammar.split("\n").toSpliced(1, 1));
  const short = 'root ::= "a" | "b"';
  expect(groupAlternatives(short, parseGbnf(short))).toBe(short);
});
