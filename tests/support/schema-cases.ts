import fc from "fast-check";

type Json = Record<string, unknown>;
/** A schema and a value that it allows, its properties in the order in which they are declared. */
export type SchemaCase = { schema: Json; instance: unknown };

const text = fc.string({ unit: fc.constantFrom(...'ab "\\\n\u0001é🎉/z'), maxLength: 6 });
const name = fc.constantFrom("a", "b", "name", "with space", 'quo"te', "ünï", "a/b~c", "__x");

// What ajv takes for methods when it compares objects.
const isComparable = (value: unknown) =>
  !/"(?:toString|valueOf|__proto__|constructor)"/.test(JSON.stringify(value));

const constants: fc.Arbitrary<SchemaCase> = fc.oneof(
  fc.constant({ schema: { type: "null" }, instance: null }),
  fc.boolean().map((instance) => ({ schema: { type: "boolean" }, instance })),
  fc
    .jsonValue({ maxDepth: 2 })
    .filter(isComparable)
    .map((instance) => ({ schema: { const: instance }, instance })),
  fc.tuple(fc.uniqueArray(text, { minLength: 1, maxLength: 12 }), fc.nat()).map(([list, pick]) => ({
    schema: { type: "string", enum: list },
    instance: list[pick % list.length],
  })),
);

/** With room for bounds around it: beyond the safe integers, reading a number in JavaScript rounds it. */
const FARTHEST = Number.MAX_SAFE_INTEGER - 1_200;

const integers: fc.Arbitrary<SchemaCase> = fc
  .tuple(
    fc.oneof(fc.integer({ min: -2000, max: 2000 }), fc.integer({ min: -FARTHEST, max: FARTHEST })),
    fc.record(
      { minimum: fc.nat(1200), exclusiveMaximum: fc.integer({ min: 1, max: 1200 }) },
      { requiredKeys: [] },
    ),
  )
  .map(([instance, room]) => {
    const schema: Json = { type: "integer" };
    if (room.minimum !== undefined) schema.minimum = instance - room.minimum;
    if (room.exclusiveMaximum !== undefined)
      schema.exclusiveMaximum = instance + room.exclusiveMaximum;
    return { schema, instance };
  });

const numbers: fc.Arbitrary<SchemaCase> = fc.oneof(
  fc
    .double({ noNaN: true, noDefaultInfinity: true, min: -1e300, max: 1e300 })
    .map((instance) => ({ schema: { type: "number" }, instance })),
  fc
    .tuple(
      fc.integer({ min: -200_000, max: 200_000 }),
      fc.integer({ min: 0, max: 5 }),
      fc.nat(1000),
      fc.integer({ min: 1, max: 1000 }),
      fc.nat(3),
    )
    .map(([digits, decimals, below, above, kind]) => {
      const scale = 10 ** decimals;
      const schema: Json = { type: "number" };
      if (kind !== 1) schema.minimum = (digits - below) / scale;
      if (kind !== 2) schema.exclusiveMaximum = (digits + above) / scale;
      return { schema, instance: digits / scale };
    })
    .filter(({ instance }) => !/e/.test(String(instance))),
);

const patterned = fc
  .constantFrom("^[a-z]{2,4}$", "[0-9]+", '^"[^"]*"$', "a|b$", String.raw`^\s\\`, "^[^a-z]{0,3}x")
  .chain((pattern) =>
    fc
      .stringMatching(new RegExp(pattern, "u"))
      .filter((instance) => Buffer.from(instance).toString() === instance)
      .map((instance) => ({ schema: { type: "string", pattern }, instance })),
  );

const strings: fc.Arbitrary<SchemaCase> = fc.oneof(
  fc.tuple(text, fc.nat(3), fc.nat(3), fc.nat(3)).map(([instance, below, above, kind]) => {
    const length = Array.from(instance).length;
    const schema: Json = { type: "string" };
    if (kind !== 1) schema.minLength = Math.max(0, length - below);
    if (kind > 1) schema.maxLength = length + above;
    return { schema, instance };
  }),
  patterned,
  fc.tuple(patterned, fc.nat(2)).map(([{ schema, instance }, room]) => ({
    schema: {
      ...schema,
      minLength: Math.max(0, Array.from(instance).length - room),
      maxLength: 300,
    },
    instance,
  })),
  fc.uuid().map((instance) => ({ schema: { type: "string", format: "uuid" }, instance })),
  fc
    .date({ min: new Date("0000-01-01"), max: new Date("9999-12-31"), noInvalidDate: true })
    .chain((date) =>
      fc.constantFrom(
        { schema: { type: "string", format: "date-time" }, instance: date.toISOString() },
        { schema: { type: "string", format: "date" }, instance: date.toISOString().slice(0, 10) },
        { schema: { type: "string", format: "time" }, instance: date.toISOString().slice(11) },
      ),
    ),
);

/** Schemas of many kinds, some levels deep. */
export const schemaCases: fc.Arbitrary<SchemaCase> = fc.letrec<{
  any: SchemaCase;
  object: SchemaCase;
}>((tie) => ({
  any: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.oneof(constants, integers, numbers, strings),
    tie("object"),
    lists(tie("any")),
    tuples(tie("any")),
    unions(tie("any")),
    merged(tie("object"), tie("object")),
    tie("any").map(({ schema, instance }) => ({
      schema: "type" in schema ? { ...schema, nullable: true } : schema,
      instance: "type" in schema && !("enum" in schema) ? null : instance,
    })),
  ),
  object: objects(tie("any")),
})).any;

function lists(item: fc.Arbitrary<SchemaCase>): fc.Arbitrary<SchemaCase> {
  return fc
    .tuple(item, fc.nat(4), fc.nat(2), fc.nat(2))
    .map(([{ schema, instance }, count, below, above]) => ({
      schema: {
        type: "array",
        items: schema,
        minItems: Math.max(0, count - below),
        maxItems: count + above,
      },
      instance: Array.from({ length: count }, () => instance),
    }));
}

function tuples(item: fc.Arbitrary<SchemaCase>): fc.Arbitrary<SchemaCase> {
  return fc
    .tuple(
      fc.array(item, { minLength: 1, maxLength: 4 }),
      fc.nat(4),
      fc.constantFrom(false, true, "integer"),
    )
    .map(([cases, count, rest]) => {
      const prefixItems = cases.map(({ schema }) => schema);
      const items = rest === "integer" ? { type: "integer" } : rest;
      const some = cases.slice(0, count).map(({ instance }) => instance);
      const instance = rest !== false && count >= cases.length ? [...some, 7] : some;
      return {
        schema: { type: "array", prefixItems, items, minItems: Math.min(some.length, 1) },
        instance,
      };
    });
}

function unions(branch: fc.Arbitrary<SchemaCase>): fc.Arbitrary<SchemaCase> {
  return fc
    .tuple(fc.array(branch, { minLength: 1, maxLength: 3 }), fc.nat())
    .map(([branches, pick]) => ({
      schema: { anyOf: branches.map(({ schema }) => schema) },
      instance: branches[pick % branches.length]?.instance,
    }));
}

function objects(value: fc.Arbitrary<SchemaCase>): fc.Arbitrary<SchemaCase> {
  const property = fc.record({ name, value, isRequired: fc.boolean(), isThere: fc.boolean() });
  const additional = fc.constantFrom(undefined, false, true, "integer");
  return fc
    .tuple(fc.uniqueArray(property, { selector: (one) => one.name, maxLength: 5 }), additional)
    .map(([properties, more]) => {
      const there = properties.filter(({ isRequired, isThere }) => isRequired || isThere);
      const extra = more === true || more === "integer" ? { "not declared": 3 } : {};
      const schema: Json = {
        type: "object",
        properties: Object.fromEntries(properties.map((one) => [one.name, one.value.schema])),
        required: properties.filter(({ isRequired }) => isRequired).map((one) => one.name),
      };
      if (more !== undefined)
        schema.additionalProperties = more === "integer" ? { type: "integer" } : more;
      const known = there.map((one) => [one.name, one.value.instance]);
      return { schema, instance: { ...Object.fromEntries(known), ...extra } };
    });
}

/** Two objects whose properties have other names in the second, so that both parts hold at once. */
function merged(
  left: fc.Arbitrary<SchemaCase>,
  right: fc.Arbitrary<SchemaCase>,
): fc.Arbitrary<SchemaCase> {
  return fc.tuple(left, right).map(([a, b]) => {
    const renamed = (object: unknown) =>
      Object.fromEntries(Object.entries(object as Json).map(([key, value]) => [`2 ${key}`, value]));
    const part = { ...a.schema, additionalProperties: undefined };
    const other = {
      type: "object",
      properties: renamed(b.schema.properties),
      required: (b.schema.required as string[]).map((key) => `2 ${key}`),
    };
    const instance = { ...(a.instance as Json), ...renamed(b.instance) };
    const declared = Object.entries(instance).filter(([key]) => !/not declared/.test(key));
    return { schema: { allOf: [part, other] }, instance: Object.fromEntries(declared) };
  });
}
