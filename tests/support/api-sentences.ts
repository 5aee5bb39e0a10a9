import fc from "fast-check";
import { jsonSchema } from "#contract/api/document.ts";
import type { Operation } from "#contract/api/operation.ts";

/** What a program might send: an address, a method, headers and a body, most of it wrong. */
export type Sentence = {
  operation: Operation;
  path: string;
  search: string;
  headers: Record<string, string>;
  body: string | null;
};

/** In a counterexample an operation is its id. */
const named = (operation: Operation): Operation =>
  Object.assign(Object.create(operation), { [fc.toStringMethod]: () => operation.id });

/** What is there to be named. */
export type Known = { owner: string[]; name: string[]; id: string[]; version: string[] };

type Schema = Record<string, unknown>;

const junk = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.string({ unit: "grapheme", maxLength: 12 }),
  fc.constantFrom("", ".", "..", "%00", "%", "a/b", "\u0000", "__proto__", "null", "0", "-1", "'"),
);

const values: fc.Arbitrary<unknown> = fc.oneof(
  fc.json({ maxDepth: 2 }).map((text) => JSON.parse(text)),
  junk,
  fc.constantFrom(null, true, 0, -1, 1e308, [], {}, "x".repeat(70_000)),
);

/** A request to one of these operations, as a careless or hostile program might write it. */
export function sentences(operations: Operation[], known: Known): fc.Arbitrary<Sentence> {
  return fc.constantFrom(...operations).chain((operation) =>
    fc.record({
      operation: fc.constant(named(operation)),
      path: pathOf(operation.path, known),
      search: searchOf(operation),
      headers: headersOf(operation),
      body: operation.body ? bodyOf(operation.body) : fc.constant(null),
    }),
  );
}

function pathOf(path: string, known: Known): fc.Arbitrary<string> {
  const parts = path.split(/(\{\w+\})/).map((part) => {
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    if (!name) return fc.constant(part);
    const there = known[name as keyof Known] ?? [];
    const right = there.length > 0 ? fc.constantFrom(...there) : junk;
    const wrong = junk.map(encode);
    return fc.oneof({ weight: 3, arbitrary: right }, { weight: 1, arbitrary: wrong });
  });
  return fc.tuple(...parts).map((all) => all.join(""));
}

/** An empty part would be another address, and two dots lead to one. */
const encode = (text: string): string =>
  encodeURIComponent(wellFormed(text.replaceAll("\0", ""))).replace(/^(?:\.{0,2})$/, "x");

/** Half a character cannot be sent. */
const wellFormed = (text: string): string => Buffer.from(text).toString();

function searchOf({ query }: Operation): fc.Arbitrary<string> {
  const names = [...Object.keys(query?.shape ?? {}), "cursor", "x"];
  const pair = fc.tuple(fc.constantFrom(...names), junk.map(wellFormed));
  return fc
    .array(pair, { maxLength: 3 })
    .map((pairs) => (pairs.length > 0 ? `?${new URLSearchParams(pairs)}` : ""));
}

function headersOf({ headers = [], body }: Operation): fc.Arbitrary<Record<string, string>> {
  const value = fc.oneof(
    fc.constantFrom("wait", "wait=1", "5s", "0", "-1", "1e9", "x".repeat(300), "2"),
    fc.string({ unit: "grapheme-ascii", maxLength: 20 }).map((text) => text.trim()),
  );
  const type = fc.oneof(
    { weight: 8, arbitrary: fc.constant(body?.type ?? "application/json") },
    {
      weight: 1,
      arbitrary: fc.constantFrom("text/plain", "application/xml", "multipart/form-data"),
    },
  );
  const some = Object.fromEntries(headers.map((name) => [name, value]));
  const own = fc.record(some, { requiredKeys: [] }) as fc.Arbitrary<Record<string, string>>;
  return fc
    .tuple(own, type)
    .map(([given, contentType]) => (body ? { ...given, "content-type": contentType } : given));
}

function bodyOf({ schema, type }: NonNullable<Operation["body"]>): fc.Arbitrary<string> {
  if (type) return fc.string({ unit: "grapheme", maxLength: 60 });
  const like = valuesOf(jsonSchema(schema)).map((value) => JSON.stringify(value));
  const broken = fc.constantFrom("", "{", "[]", "null", '{"input": ', `${"[".repeat(50_000)}`);
  return fc.oneof(
    { weight: 10, arbitrary: like },
    { weight: 1, arbitrary: fc.json() },
    { weight: 1, arbitrary: broken },
  );
}

/** Values of a schema's shape, with something else in any place now and then. */
function valuesOf(schema: Schema): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 9, arbitrary: right(schema) }, { weight: 1, arbitrary: values });
}

function right(schema: Schema): fc.Arbitrary<unknown> {
  if ("const" in schema) return fc.constant(schema.const);
  if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum);
  const either = (schema.anyOf ?? schema.oneOf) as Schema[] | undefined;
  if (either) return fc.oneof(...either.map(valuesOf));
  switch (schema.type) {
    case "object":
      return objectOf(schema);
    case "array":
      return fc.array(valuesOf((schema.items ?? {}) as Schema), { maxLength: 3 });
    case "string":
      return fc.oneof(junk, fc.constantFrom("bundled", "https://example.org/", "a".repeat(64)));
    case "integer":
    case "number":
      return fc.oneof(fc.integer({ min: 0, max: 10 }), fc.double());
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    default:
      return values;
  }
}

function objectOf({ properties = {}, required = [] }: Schema): fc.Arbitrary<unknown> {
  const fields = Object.fromEntries(
    Object.entries(properties as Record<string, Schema>).map(([name, part]) => [
      name,
      valuesOf(part),
    ]),
  );
  const whole = fc.record(fields, { requiredKeys: required as string[] });
  const extra = fc.dictionary(junk, values, { maxKeys: 1 });
  return fc.oneof(
    { weight: 8, arbitrary: whole },
    {
      weight: 1,
      arbitrary: fc.tuple(whole, extra).map(([one, other]) => ({ ...(one as object), ...other })),
    },
  );
}
