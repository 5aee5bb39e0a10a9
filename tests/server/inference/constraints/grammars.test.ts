import { expect, test } from "@playwright/test";
import { honeycombSchema } from "#contract/honeycomb/schema.ts";
import type { Grammars } from "#server/inference/bundled/constraints/grammars.ts";
import { nativeGrammars } from "../../../support/native-grammars.ts";

let grammars: Grammars;

test.beforeAll(async () => {
  grammars = await nativeGrammars();
});

test("a text may be spelled with any escapes of JSON, and a pair of surrogates is one character", () => {
  const grammar = grammars.fromJsonSchema({ type: "string", minLength: 2, maxLength: 2 });
  for (const text of ['"\\u00e9\\/"', '"\\ud83d\\ude00a"', '"😀\\n"'])
    expect(grammar.isTextCompatible(text)).toBe(true);
  for (const text of ['"\\ud83d\\ude00"', '"\\ud83da"', '"a\n"', '"\\x41b"'])
    expect(grammar.isTextCompatible(text)).toBe(false);
});

test("a list of options allows exactly these", () => {
  const options = ["yes", "no", "no way", 'a "quote"\n', "é", "back\\slash"];
  const grammar = grammars.fromChoice([...options, "no"]);
  for (const option of options) expect(grammar.isTextCompatible(option)).toBe(true);
  for (const other of ["", "ye", "no ", "maybe"])
    expect(grammar.isTextCompatible(other)).toBe(false);
  expect(() => grammars.fromChoice([])).toThrow("A choice needs at least one option.");
  expect(() => grammars.fromChoice(["a\0"])).toThrow("cannot write");
});

test("the same schema, pattern or list is compiled once", () => {
  expect(grammars.fromJsonSchema({ const: 1 })).toBe(grammars.fromJsonSchema({ const: 1 }));
  expect(grammars.fromRegex("a+")).toBe(grammars.fromRegex("a+"));
  expect(grammars.fromChoice(["a"])).toBe(grammars.fromChoice(["a"]));
  expect(grammars.fromRegex("a")).not.toBe(grammars.fromChoice(["a"]));
});

test("the shipped model's schema becomes a grammar for its queries", () => {
  const grammar = grammars.fromJsonSchema(honeycombSchema(["duration_ms", "name"]));
  const query = (column: string) => ({
    calculations: [{ op: "MAX", column }],
    breakdowns: ["name"],
    filters: [{ column: "name", op: "exists" }],
    time_range: 3600,
  });
  expect(grammar.isTextCompatible(JSON.stringify(query("duration_ms")))).toBe(true);
  expect(grammar.isTextCompatible(JSON.stringify(query("duration")))).toBe(false);
});

test("many options that are repeated still fit llama.cpp's limits", () => {
  const options = Array.from({ length: 60 }, (_, index) => `"${index * 37}x" | "${index}y"`);
  const grammar = grammars.fromGbnf(`root ::= (${options.join(" | ")}){1,40}`);
  expect(grammar.isTextCompatible("37x59y0x")).toBe(true);
  expect(grammar.isTextCompatible("37x60y")).toBe(false);
});
