import { expect, test } from "@playwright/test";
import fc from "fast-check";
import { mistakesIn } from "#contract/inputs/check-declarations.ts";
import { checkInput } from "#contract/inputs/check-input.ts";
import { type InputDeclaration, inputDeclaration } from "#contract/inputs/declaration.ts";
import { readValues, writeTexts } from "#contract/inputs/form-texts.ts";
import { inputJsonSchema } from "#contract/inputs/input-schema.ts";
import { promptValues } from "#contract/inputs/values.ts";
import { anyInputs, valuesFor } from "../support/any-inputs.ts";

const declare = (...inputs: object[]): InputDeclaration[] =>
  inputs.map((input) => inputDeclaration.parse({ title: "It", ...input }));

const checkForm = (inputs: InputDeclaration[], raw: unknown) =>
  checkInput({ inputs, output: { kind: "text" } }, raw);

const complaintsAbout = (inputs: InputDeclaration[], raw: unknown): string[] => {
  const checked = checkForm(inputs, raw);
  return checked.ok ? [] : checked.invalidFields.map((f) => `${f.field}: ${f.description}`);
};

const count = { name: "count", type: "integer", minimum: 1, maximum: 10 };
const mode = { name: "mode", type: "choice", options: [{ value: "fast" }, { value: "good" }] };

const REFUSED: [input: object, value: unknown, why: string][] = [
  [count, 0, "must be at least 1"],
  [count, 11, "must be at most 10"],
  [count, 2.5, "must be a whole number"],
  [count, "three", "must be a whole number"],
  [{ name: "x", type: "number" }, Number.NaN, "must be a number"],
  [{ name: "on", type: "boolean" }, "yes", "must be true or false"],
  [mode, "slow", "cannot be “slow”: choose one of “fast”, “good”"],
  [{ ...mode, type: "choice-list" }, [], "is empty: choose at least one"],
  [{ ...mode, type: "choice-list" }, ["fast", "fast"], "has “fast” twice: leave one of them out"],
  [{ ...mode, type: "choice-list", maxItems: 1 }, ["fast", "good"], "has 2 choices; at most 1"],
  [{ name: "t", type: "text", maxLength: 9, minLength: 3 }, "ab", "at least 3 are needed"],
  [{ name: "t", type: "text", maxLength: 99, pattern: "^\\d+$" }, "12a", "does not have the form"],
  [{ ...count, fixed: "shown", default: 4 }, 5, "is fixed by this model: leave it out"],
];

for (const [input, value, why] of REFUSED)
  test(`${JSON.stringify(input)} refuses ${JSON.stringify(value)} with a sentence`, () => {
    const [declaration] = declare(input);
    const name = declaration?.name ?? "";
    expect(complaintsAbout(declare(input), { [name]: value }).join()).toContain(why);
  });

test("a key that a JSON input does not declare gets in at no depth", () => {
  const leaf = { type: "object", properties: { size: { type: "integer" } }, required: ["size"] };
  const schema = {
    type: "object",
    properties: { shapes: { type: "array", items: leaf, maxItems: 2 } },
  };
  const inputs = declare({ name: "doc", type: "json", schema, maxLength: 200 });
  expect(complaintsAbout(inputs, { doc: { shapes: [{ size: 1 }] } })).toEqual([]);
  expect(complaintsAbout(inputs, { doc: { shapes: [{ size: 1, colour: 2 }] } })).toEqual([
    "input.doc: at shapes[1] has “colour”, which is not known there: it takes size",
  ]);
  const hidden: unknown = JSON.parse('{"shapes": [{"size": 1, "__proto__": {"size": 2}}]}');
  expect(complaintsAbout(inputs, { doc: hidden }).join()).toContain("“__proto__”");
  expect(complaintsAbout(inputs, { doc: { shapes: [{}] } }).join()).toContain("lacks “size”");
  expect(complaintsAbout(inputs, { doc: "{" }).join()).toContain("must be JSON");
});

test("an input that depends on another is asked for only where it applies, and refused elsewhere", () => {
  const inputs = declare(mode, {
    ...{ name: "effort", type: "integer" },
    visibleWhen: { input: "mode", is: "good" },
  });
  expect(complaintsAbout(inputs, { mode: "fast" })).toEqual([]);
  expect(complaintsAbout(inputs, { mode: "good" })).toEqual(["input: effort is required"]);
  expect(complaintsAbout(inputs, { mode: "fast", effort: 1 })).toEqual([
    "input.effort: applies only where mode is good: leave it out",
  ]);
});

test("defaults are put in, what is optional may be missing, and a hidden value goes into the prompt alone", () => {
  const inputs = declare(
    { ...count, default: 3 },
    { name: "note", type: "text", maxLength: 9, optional: true },
    { name: "tone", type: "text", maxLength: 9, fixed: "hidden", default: "dry" },
  );
  const checked = checkForm(inputs, { note: null });
  expect(checked).toEqual({ ok: true, values: { count: 3 } });
  expect(promptValues(inputs, { count: 3 })).toEqual({ count: 3, note: null, tone: "dry" });
  expect(complaintsAbout(inputs, { tone: "dry" })).toEqual([
    "input: “tone” is not an input of this model, which takes count, note",
  ]);
  expect(JSON.stringify(inputJsonSchema(inputs))).not.toContain("tone");
});

test("a question in the field of the tables is told, as no query can be made of it", () => {
  const inputs = declare({ name: "tables", type: "text", maxLength: 99 });
  const of = { inputs, output: { kind: "sql", dialect: "sqlite", tables: "tables" } } as const;
  expect(checkInput(of, { tables: "How many orders are there?" })).toEqual({
    ok: false,
    invalidFields: [
      {
        type: "no_tables",
        field: "input.tables",
        description: expect.stringContaining("must name a table: write one a line"),
      },
    ],
  });
  expect(checkInput(of, { tables: "orders(id)" })).toMatchObject({ ok: true });
});

const MISTAKES: [inputs: object[], where: string, why: string][] = [
  [[count, count], "1.name", "is the name of an earlier input"],
  [[{ ...count, minimum: 20 }], "0.maximum", "is below minimum, which is 20"],
  [[{ ...count, default: 40 }], "0.default", "must be at most 10"],
  [[{ ...count, fixed: "hidden" }], "0.fixed", "needs a default"],
  [
    [{ ...count, visibleWhen: { input: "mode", is: "fast" } }, mode],
    "0.visibleWhen.input",
    "above",
  ],
  [
    [mode, { ...count, visibleWhen: { input: "mode", is: "slow" } }],
    "1.visibleWhen.is",
    "no value",
  ],
  [[{ ...mode, options: [{ value: "a" }, { value: "a" }] }], "0.options.1.value", "twice"],
  [[{ name: "t", type: "text", maxLength: 9, pattern: "(" }], "0.pattern", "is never closed"],
  [[{ name: "t", type: "text", maxLength: 9, pattern: "(?=a)" }], "0.pattern", "looking ahead"],
  [[{ name: "from", type: "text", maxLength: 9 }], "0.name", "choose another"],
];

for (const [inputs, where, why] of MISTAKES)
  test(`a definition with a mistake at ${where} is told: ${why}`, () => {
    const found = mistakesIn(declare(...inputs)).map((m) => `${m.path.join(".")}: ${m.message}`);
    expect(found).toEqual([expect.stringMatching(new RegExp(`^${where}: .*${why}`))]);
  });

test("a pattern that makes backtracking engines hang is answered at once", () => {
  const inputs = declare({ name: "t", type: "text", maxLength: 64_000, pattern: "^(a+)+$" });
  expect(complaintsAbout(inputs, { t: `${"a".repeat(60_000)}!` })).toHaveLength(1);
  expect(complaintsAbout(inputs, { t: "a".repeat(60_000) })).toEqual([]);
});

const withValues = (inputs: InputDeclaration[]) => fc.tuple(fc.constant(inputs), valuesFor(inputs));

test("what the server takes, a form that shows it sends again unchanged, but for secrets", () => {
  const kept = anyInputs.map((inputs) => inputs.filter(({ type }) => type !== "secret"));
  fc.assert(
    fc.property(kept.chain(withValues), ([inputs, values]) => {
      const checked = checkForm(inputs, values);
      expect(checked).toMatchObject({ ok: true });
      if (!checked.ok) return;
      const sent = readValues(inputs, writeTexts(inputs, checked.values));
      expect(checkForm(inputs, sent)).toEqual(checked);
    }),
  );
});

test("a secret is shown by no form, and what stands in its place is taken for none", () => {
  const inputs = declare({ name: "key", type: "secret" });
  expect(writeTexts(inputs, { key: "sk-1" })).toEqual({ key: "" });
  expect(complaintsAbout(inputs, { key: "(secret)" })).toEqual([
    expect.stringContaining("was not kept: write it again"),
  ]);
});
