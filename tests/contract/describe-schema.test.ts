import { expect, test } from "@playwright/test";
import { describeInputs, maskSecrets } from "#contract/inputs/describe-schema.ts";

const property = (schema: object, required: string[] = []) =>
  describeInputs({ type: "object", required, properties: { it: schema } })[0];

test("a text's length, a number's range and a list's items are told in words", () => {
  expect(property({ type: "string", minLength: 1, maxLength: 300 })?.bounds).toEqual([
    "1 to 300 characters",
  ]);
  expect(property({ type: "integer", minimum: 0, multipleOf: 2 })?.bounds).toEqual([
    "at least 0",
    "a multiple of 2",
  ]);
  const list = {
    type: "array",
    maxItems: 1,
    items: { type: "string", maxLength: 5 },
    uniqueItems: true,
  };
  expect(property(list)).toMatchObject({
    type: "array of string",
    bounds: ["at most 1 item", "no item twice", "each item: at most 5 characters"],
  });
});

test("a choice names its options, wherever Cog puts them", () => {
  const choice = { enum: ["small", "large"], type: "string" };
  for (const schema of [choice, { allOf: [choice], default: "small" }])
    expect(property(schema)).toMatchObject({
      type: "string",
      bounds: ['one of "small", "large"'],
    });
  expect(property({ allOf: [choice], default: "small" })?.default).toBe("small");
  expect(property({ anyOf: [choice, { type: "null" }] })?.type).toBe("string or null");
});

test("inputs come in their order, each with its help and whether it must be given", () => {
  const rows = describeInputs({
    type: "object",
    required: ["second"],
    properties: {
      second: { type: "boolean", "x-order": 1, title: "Second" },
      first: { type: "number", "x-order": 0, description: "Comes first.", default: 0.5 },
    },
  });
  expect(rows.map(({ name, isRequired, help }) => [name, isRequired, help])).toEqual([
    ["first", false, "Comes first."],
    ["second", true, "Second"],
  ]);
  expect(rows[0]?.default).toBe(0.5);
});

test("a secret stands in no code", () => {
  const rows = describeInputs({
    properties: { api_key: { type: "string", "x-cog-secret": true }, prompt: { type: "string" } },
  });
  expect(maskSecrets(rows, { api_key: "hunter2", prompt: "hi" })).toEqual({
    api_key: "YOUR_API_KEY",
    prompt: "hi",
  });
});
