import fc from "fast-check";
import type { InputDeclaration } from "#contract/inputs/declaration.ts";
import type { InputValues } from "#contract/inputs/values.ts";

const word = fc.stringMatching(/^[a-z]{1,12}$/);
const line = fc.string({ unit: "grapheme", minLength: 1, maxLength: 30 }).map((text) => `x${text}`);

const common = fc.record(
  {
    help: word,
    placeholder: word,
    unit: word,
    group: word,
    advanced: fc.boolean(),
    optional: fc.boolean(),
  },
  { requiredKeys: [] },
);

const options = fc
  .uniqueArray(word, { minLength: 1, maxLength: 6 })
  .map((values) =>
    values.map((value, at) => (at % 2 === 0 ? { value } : { value, label: `The ${value}` })),
  );

const typed: fc.Arbitrary<object> = fc.oneof(
  fc.record({ type: fc.constant("text"), maxLength: fc.integer({ min: 40, max: 999 }) }),
  fc.constant({ type: "text", maxLength: 50, multiline: false, pattern: "^x" }),
  fc.constant({ type: "integer", minimum: -5, maximum: 500 }),
  fc.constant({ type: "number", minimum: 0.5, step: 0.25 }),
  fc.constant({ type: "number" }),
  fc.constant({ type: "boolean" }),
  fc.record({ type: fc.constant("choice"), options }),
  fc.record({ type: fc.constant("choice-list"), options, maxItems: fc.constant(6) }),
  fc.constant({ type: "text-list", maxItems: 20, maxItemLength: 50 }),
  fc.constantFrom(
    { type: "image" },
    { type: "file" },
    { type: "file", maxLength: 500 },
    { type: "secret" },
  ),
  fc.constant({
    type: "json",
    maxLength: 500,
    schema: {
      type: "object",
      properties: { size: { type: "integer" }, tags: { type: "array", items: { type: "string" } } },
    },
  }),
);

/** The inputs of a model, of every type, with names that no two share. */
export const anyInputs: fc.Arbitrary<InputDeclaration[]> = fc
  .array(fc.tuple(common, typed), { minLength: 1, maxLength: 8 })
  .map((parts) =>
    parts.map(
      ([shared, own], at) =>
        ({ ...shared, ...own, name: `input_${at}`, title: `Input ${at}` }) as InputDeclaration,
    ),
  );

/** Values that each of these inputs takes. */
export const valuesFor = (inputs: InputDeclaration[]): fc.Arbitrary<InputValues> =>
  fc.record(Object.fromEntries(inputs.map((input) => [input.name, anyValueOf(input)])));

function anyValueOf(input: InputDeclaration): fc.Arbitrary<InputValues[string]> {
  switch (input.type) {
    case "text":
      return input.multiline === false ? line.map((text) => text.replace(/[\r\n]/g, "")) : line;
    case "integer":
      return fc.integer({ min: -5, max: 500 });
    case "number":
      return fc.double({ min: input.minimum ?? -1e9, max: 1e9, noNaN: true }).map((n) => n + 0);
    case "boolean":
      return fc.boolean();
    case "choice":
      return fc.constantFrom(...input.options.map(({ value }) => value));
    case "choice-list":
      return fc.subarray(
        input.options.map(({ value }) => value),
        { minLength: 1 },
      );
    case "text-list":
      return fc.uniqueArray(word, { minLength: 1, maxLength: 10 });
    case "json":
      return fc.record({ size: fc.integer(), tags: fc.array(word, { maxLength: 3 }) });
    case "secret":
      return line;
    case "file":
      return input.maxLength ? line.map(asTextFile) : anyImage;
    case "image":
      return anyImage;
  }
}

const anyImage = fc
  .uint8Array({ minLength: 1, maxLength: 30 })
  .map((bytes) => `data:image/png;base64,${Buffer.from(bytes).toString("base64")}`);

const asTextFile = (text: string): string =>
  `data:text/plain;base64,${Buffer.from(text).toString("base64")}`;
