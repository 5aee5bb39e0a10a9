import { expect, test } from "@playwright/test";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import fc from "fast-check";
import type { Grammars } from "#server/inference/bundled/constraints/grammars.ts";
import { schemaToGbnf } from "#server/inference/bundled/constraints/schema/compile-schema.ts";
import { sentencesOf } from "../../../support/grammar-sentences.ts";
import { nativeGrammars } from "../../../support/native-grammars.ts";
import { randomNumbers } from "../../../support/random.ts";
import { schemaCases } from "../../../support/schema-cases.ts";

const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);

let grammars: Grammars;

test.beforeAll(async () => {
  grammars = await nativeGrammars();
});

test("whatever a schema's grammar lets through is valid", () => {
  fc.assert(
    fc.property(schemaCases, fc.integer(), ({ schema }, seed) => {
      const { grammar, unenforced } = schemaToGbnf(schema);
      expect(unenforced).toEqual([]);
      const validate = ajv.compile(clean(schema));
      const random = randomNumbers(seed);
      const derive = sentencesOf(grammar);
      for (let count = 0; count < 5; count++) {
        const sentence = derive(random);
        expect(
          validate(JSON.parse(sentence)),
          `${sentence} ${JSON.stringify(validate.errors)}`,
        ).toBe(true);
      }
    }),
    { numRuns: 250 },
  );
});

test("every valid value passes its schema's grammar, with and without blanks", () => {
  fc.assert(
    fc.property(schemaCases, ({ schema, instance }) => {
      const grammar = grammars.fromJsonSchema(clean(schema));
      expect(ajv.validate(clean(schema), instance)).toBe(true);
      expect(grammar.isTextCompatible(JSON.stringify(instance))).toBe(true);
      expect(grammar.isTextCompatible(spaced(instance))).toBe(true);
    }),
    { numRuns: 250 },
  );
});

test("a value that is not valid does not pass", () => {
  fc.assert(
    fc.property(
      schemaCases,
      fc.array(schemaCases, { minLength: 4, maxLength: 6 }),
      ({ schema }, others) => {
        const grammar = grammars.fromJsonSchema(clean(schema));
        const validate = ajv.compile(clean(schema));
        for (const { instance } of others) {
          const isAccepted = grammar.isTextCompatible(JSON.stringify(instance));
          if (!validate(instance)) expect(isAccepted, JSON.stringify(instance)).toBe(false);
        }
      },
    ),
    { numRuns: 60 },
  );
});

function clean(schema: unknown): Record<string, unknown> {
  return JSON.parse(JSON.stringify(schema));
}

/** As Python writes it. */
function spaced(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const pairs = Object.entries(value).map(
    ([key, child]) => `${JSON.stringify(key)}: ${spaced(child)}`,
  );
  return `{${pairs.join(", ")}}`;
}
