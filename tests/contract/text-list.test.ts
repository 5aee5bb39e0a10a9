import { expect, test } from "@playwright/test";
import fc from "fast-check";
import { formatTextList, parseTextList } from "#contract/text-list.ts";

const pasted: Record<string, string> = {
  "a Python list": "['http.method', 'it\\'s', 'a, b',]",
  "a JSON list": '["http.method", "it\'s", "a, b"]',
  "a quoted list without brackets": '\'http.method\', "it\'s", "a, b"',
  "one name a line": 'http.method\r\n\r\n  it\'s  \n"a, b"\n',
  "a row of a spreadsheet": "http.method\tit's\t'a, b'",
  "a Python tuple": "('http.method', \"it's\", 'a, b')",
};

for (const [name, text] of Object.entries(pasted))
  test(`${name} is read item by item`, () => {
    expect(parseTextList(text)).toEqual({ items: ["http.method", "it's", "a, b"], duplicates: [] });
  });

test("duplicates are named once and dropped, the first place kept", () => {
  expect(parseTextList("b, a, b, , b, 'a'")).toEqual({ items: ["b", "a"], duplicates: ["b", "a"] });
});

test("escapes of Python and JSON are read, a lone backslash is itself", () => {
  expect(parseTextList('["\\u00e9\\n\\\\", "C:\\Temp\\x41"]').items).toEqual([
    "é\n\\",
    "C:\\TempA",
  ]);
});

test("an unclosed quote belongs to its name", () => {
  expect(parseTextList('\'tis, "quoted" twice').items).toEqual(["'tis", '"quoted" twice']);
});

test("whatever is formatted is read back as it was", () => {
  const name = fc
    .oneof(
      fc.string({ unit: "binary" }),
      fc.string({ unit: fc.constantFrom(...`'"\\[](), \n\ta`) }),
    )
    .map((text) => text.trim())
    .filter((text) => text !== "");
  fc.assert(
    fc.property(fc.uniqueArray(name, { maxLength: 20 }), (items) => {
      expect(parseTextList(formatTextList(items))).toEqual({ items, duplicates: [] });
    }),
    { numRuns: 2_000 },
  );
});

test("any text is read without an error, and its items are trimmed, unique and not empty", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
      const { items } = parseTextList(text);
      expect(items.every((item) => item !== "" && item === item.trim())).toBe(true);
      expect(new Set(items).size).toBe(items.length);
    }),
  );
});

test("a text of a million hostile characters is read before anyone loses patience", () => {
  const hostile = ["'", '"', "'\\", "'a\n", "'',", "[", " ", "'\"", "' ' x,", "\\'", "'a\\,"];
  for (const piece of hostile) {
    expect(parseTextList(piece.repeat(200_000)).items.length).toBeLessThanOrEqual(200_000);
  }
});
