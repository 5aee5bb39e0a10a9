import { z } from "zod";
import { mistakesIn } from "./check-declarations.ts";
import { type InputDeclaration, inputDeclaration } from "./declaration.ts";
import { EXTENSION } from "./input-schema.ts";
import { jsonShape } from "./json-shape.ts";
import { type Property, readProperty } from "./schema-property.ts";

const openApi = z.object({
  components: z.object({
    schemas: z.record(z.string(), z.looseObject({})),
  }),
});

const inputSchema = z.looseObject({
  properties: z.record(z.string(), z.looseObject({})).default({}),
  required: z.array(z.string()).default([]),
});

/** Length of a text whose schema names none. */
const LENGTH_DEFAULT = 16_000;
const ITEMS_DEFAULT = 1_000;

export type ReadSchema = {
  inputs: InputDeclaration[];
  /** A sentence on each input that a form cannot have, or not in full. */
  notes: string[];
};

/**
 * The form of any Cog container's or Replicate model's OpenAPI document, of both generations: enumerations behind `allOf`
 * or beside the type, optional inputs by `nullable`, by `anyOf` with null, or by not being required. What `inputJsonSchema`
 * wrote comes back as it was. Throws ZodError for a document without input schema.
 */
export function readInputSchema(document: unknown): ReadSchema {
  const { schemas } = openApi.parse(document).components;
  const { properties, required } = inputSchema.parse(schemas.Input);
  const inputs: InputDeclaration[] = [];
  const notes: string[] = [];
  const read = Object.entries(properties).map(([name, raw]) => readProperty(name, raw, schemas));
  for (const property of read.toSorted((a, b) => a.order - b.order)) {
    const isOptional =
      property.isNullable || (!required.includes(property.name) && property.preset === undefined);
    const { declaration, note } = declare(property, isOptional);
    const parsed = inputDeclaration.safeParse(declaration);
    const isRight = parsed.success && mistakesIn([...inputs, parsed.data]).length === 0;
    if (isRight) inputs.push(parsed.data);
    if (note) notes.push(`${property.name}: ${note}`);
    else if (!isRight) notes.push(`${property.name}: ${whyNot(parsed.error)}`);
  }
  return { inputs, notes };
}

const whyNot = (error: z.ZodError | undefined): string =>
  `is left out, as no field can be made of it (${error?.issues[0]?.message ?? "its default or its bounds contradict each other"})`;

type Declared = { declaration: object; note?: string };

function declare(property: Property, isOptional: boolean): Declared {
  const { name, title, help, preset, schema } = property;
  const base = {
    ...{ name, title },
    ...(help ? { help } : {}),
    ...(preset === undefined ? {} : { default: preset }),
  };
  const own = schema[EXTENSION];
  if (typeof own === "object" && own !== null) {
    const { minimum, maximum, minLength, maxLength, pattern } = schema;
    const bounds = Object.entries({ minimum, maximum, minLength, maxLength, pattern });
    const given = bounds.filter(([, value]) => value !== undefined);
    return { declaration: { ...base, ...boundsFor(own, given), ...own } };
  }
  const { note, ...typed } = typeOf(property);
  return {
    declaration: { ...base, ...(isOptional ? { optional: true } : {}), ...typed },
    ...(note ? { note } : {}),
  };
}

/** A JSON input's limits are not its schema's; that a text must not be empty is no limit of its own. */
function boundsFor(own: object, bounds: [string, unknown][]) {
  if ("type" in own && own.type === "json") return {};
  return Object.fromEntries(bounds.filter(([key, value]) => key !== "minLength" || value !== 1));
}

function typeOf(property: Property): { note?: string; [key: string]: unknown } {
  const { schema, options } = property;
  const { type, minimum, maximum } = schema;
  if (options) return numbers(options) ?? { type: "choice", options: options.map(asOption) };
  if (type === "integer" || type === "number") return kept({ type, minimum, maximum });
  if (type === "boolean") return { type };
  if (type === "array") return listOf(schema);
  if (type === "object") return documentOf(schema);
  return textOf(property);
}

function textOf({ name, help = "", schema }: Property) {
  const { format, minLength, maxLength, pattern } = schema;
  if (format === "uri") return { type: OF_IMAGES.test(`${name} ${help}`) ? "image" : "file" };
  if (format === "password") return { type: "secret" };
  return kept({
    ...{ type: "text", maxLength: maxLength ?? LENGTH_DEFAULT, pattern },
    minLength: minLength === 0 || minLength === 1 ? undefined : minLength,
  });
}

/** Cog's schemas do not say what a file is to hold, only their words do. */
const OF_IMAGES = /image|picture|photo|mask|frame|screenshot/i;

const asOption = (value: unknown) => ({ value: String(value) });

/** A choice sends text; numbers to choose from become the range that they lie in. */
function numbers(options: unknown[]) {
  if (!options.every((option) => typeof option === "number")) return null;
  return {
    type: options.every(Number.isInteger) ? "integer" : "number",
    minimum: Math.min(...options),
    maximum: Math.max(...options),
    note: `takes only ${options.join(", ")}, of which its field knows the lowest and the highest`,
  };
}

function listOf(schema: Property["schema"]) {
  const { minItems, maxItems, items } = schema;
  const item = (items ?? {}) as Property["schema"];
  if (Array.isArray(item.enum))
    return kept({ type: "choice-list", options: item.enum.map(asOption), minItems, maxItems });
  if (item.type === "string" && item.format === undefined)
    return {
      type: "text-list",
      maxItems: maxItems ?? ITEMS_DEFAULT,
      maxItemLength: item.maxLength ?? ITEMS_DEFAULT,
    };
  return documentOf(schema);
}

function documentOf(schema: Property["schema"]) {
  const {
    title: _title,
    description: _help,
    default: _preset,
    "x-order": _order,
    ...shape
  } = schema;
  const parsed = jsonShape.safeParse(shape);
  if (!parsed.success)
    return { note: "is left out: its schema does not say which keys and values it takes" };
  return { type: "json", schema: parsed.data, maxLength: LENGTH_DEFAULT };
}

const kept = (keys: { [key: string]: unknown }) =>
  Object.fromEntries(Object.entries(keys).filter(([, value]) => value !== undefined));
