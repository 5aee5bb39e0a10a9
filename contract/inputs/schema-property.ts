import type { JsonSchema } from "../json.ts";

/** One input of an OpenAPI document, with its references followed and its generation's way to say “or null” undone. */
export type Property = {
  name: string;
  title: string;
  help: string | undefined;
  /** Its default; undefined also where that is null or an empty text, which means none. */
  preset: unknown;
  order: number;
  isNullable: boolean;
  options: unknown[] | undefined;
  schema: JsonSchema;
};

const TITLE_MAX = 80;
const HELP_MAX = 300;

export function readProperty(
  name: string,
  raw: JsonSchema,
  schemas: Record<string, JsonSchema>,
): Property {
  const schema = resolve(raw, schemas);
  const { title, description, default: preset } = schema;
  const order = raw["x-order"];
  return {
    ...{ name, schema },
    title: typeof title === "string" && title !== "" ? title.slice(0, TITLE_MAX) : name,
    help: typeof description === "string" ? description.slice(0, HELP_MAX) : undefined,
    preset: preset === null || preset === "" ? undefined : preset,
    order: typeof order === "number" ? order : Number.POSITIVE_INFINITY,
    isNullable: schema.nullable === true || preset === "",
    options: Array.isArray(schema.enum) ? schema.enum : undefined,
  };
}

const DEPTH_MAX = 8;

/** The newer generation writes `anyOf` with null, the older `allOf` with a reference; what stands beside them wins. */
function resolve(raw: JsonSchema, schemas: Record<string, JsonSchema>, depth = 0): JsonSchema {
  if (depth > DEPTH_MAX) return raw;
  const { $ref, allOf, anyOf, ...beside } = raw;
  const inner = (part: unknown) => resolve((part ?? {}) as JsonSchema, schemas, depth + 1);
  const parts = Array.isArray(allOf) ? allOf.map(inner) : [];
  const ways = Array.isArray(anyOf) ? anyOf.map(inner) : [];
  const real = ways.filter(({ type }) => type !== "null");
  const referred = typeof $ref === "string" ? inner(schemas[$ref.split("/").at(-1) ?? ""]) : {};
  return {
    ...Object.assign({}, referred, ...parts, ...(real.length === 1 ? real : [])),
    ...(real.length < ways.length ? { nullable: true } : {}),
    ...beside,
  };
}
