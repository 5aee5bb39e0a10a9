import { expect, test } from "@playwright/test";
import { schemaToGbnf } from "#server/inference/bundled/constraints/schema/compile-schema.ts";
import { nativeGrammars } from "./native-grammars.ts";

export type SchemaRow = {
  what: string;
  schema: unknown;
  right: unknown[];
  wrong: unknown[];
  /** Sentences on what the grammar leaves to the check of the finished output. */
  left?: string[];
};

/** A test for each row. */
export function testSchemas(rows: SchemaRow[]): void {
  for (const { what, schema, right, wrong, left } of rows) {
    test(`a schema with ${what} allows what is right and refuses what is wrong`, async () => {
      const grammar = (await nativeGrammars()).fromJsonSchema(schema);
      const accepts = (value: unknown) => grammar.isTextCompatible(JSON.stringify(value));
      for (const value of right) expect(accepts(value), JSON.stringify(value)).toBe(true);
      for (const value of wrong) expect(accepts(value), JSON.stringify(value)).toBe(false);
      expect(schemaToGbnf(schema).unenforced).toEqual(left ?? []);
    });
  }
}
