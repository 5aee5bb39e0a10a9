import { z } from "zod";
import type { JsonSchema, JsonValue } from "../json.ts";
import type { InputValues } from "./values.ts";

/** One input as a programmer wants to know it. */
export type InputRow = {
  name: string;
  type: string;
  isRequired: boolean;
  /** Never stored, and never shown: code reads it from somewhere else. */
  isSecret: boolean;
  default: JsonValue | undefined;
  bounds: string[];
  help: string;
};

const keywords = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  format: z.string().optional(),
  description: z.string().optional(),
  title: z.string().optional(),
  default: z.json().optional(),
  enum: z.array(z.json()).optional(),
  const: z.json().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  exclusiveMinimum: z.number().optional(),
  exclusiveMaximum: z.number().optional(),
  multipleOf: z.number().optional(),
  minLength: z.number().optional(),
  maxLength: z.number().optional(),
  pattern: z.string().optional(),
  minItems: z.number().optional(),
  maxItems: z.number().optional(),
  uniqueItems: z.boolean().optional(),
  nullable: z.boolean().optional(),
  writeOnly: z.boolean().optional(),
  deprecated: z.boolean().optional(),
  "x-order": z.number().optional(),
  "x-cog-secret": z.boolean().optional(),
  get items() {
    return keywords.optional();
  },
  get allOf() {
    return z.array(keywords).optional();
  },
  get anyOf() {
    return z.array(keywords).optional();
  },
});
type Keywords = z.infer<typeof keywords>;

const objectSchema = z.looseObject({
  required: z.array(z.string()).default([]),
  properties: z.record(z.string(), keywords).default({}),
});

/** The inputs that an object's JSON schema declares, in their order; where they are a model's, addresses are those of files. Throws a ZodError for what is no such schema. */
export function describeInputs(schema: JsonSchema, isOfModel = true): InputRow[] {
  const { properties, required } = objectSchema.parse(schema);
  return Object.entries(properties)
    .map(([name, property]) => ({ name, property: resolve(property) }))
    .sort((one, other) => (one.property["x-order"] ?? 0) - (other.property["x-order"] ?? 0))
    .map(({ name, property }) => ({
      name,
      type: describeType(property),
      isRequired: required.includes(name),
      isSecret: isSecret(property),
      default: property.default,
      bounds: [...describeBounds(property), ...(isOfModel ? whereFilesAre(property) : [])],
      help: property.description ?? property.title ?? "",
    }));
}

/** Cog wraps a choice in an `allOf` of one, and what may be null in an `anyOf` with null. */
function resolve({ allOf, anyOf, ...own }: Keywords): Keywords {
  const members = anyOf?.filter(({ type }) => type !== "null") ?? [];
  const only = [...(allOf ?? []), ...members];
  if (only.length !== 1) return { ...own, ...(anyOf ? { anyOf } : {}) };
  const nullable = anyOf && members.length < anyOf.length ? { nullable: true } : {};
  return { ...resolve(only[0] ?? {}), ...nullable, ...own };
}

const isSecret = (property: Keywords): boolean =>
  property["x-cog-secret"] === true ||
  property.writeOnly === true ||
  property.format === "password";

function describeType(property: Keywords): string {
  if (property.anyOf)
    return property.anyOf.map((member) => describeType(resolve(member))).join(" or ");
  const [name = "any"] = [property.type ?? typeOfChoices(property.enum)].flat();
  const named = [property.type ?? name].flat().join(" or ");
  const whole =
    name === "array" && property.items
      ? `array of ${describeType(resolve(property.items))}`
      : named;
  const format = property.format ? ` (${property.format})` : "";
  return `${whole}${format}${property.nullable ? " or null" : ""}`;
}

const typeOfChoices = (choices: JsonValue[] | undefined): string =>
  choices?.every((choice) => typeof choice === "string") ? "string" : "any";

function describeBounds(property: Keywords): string[] {
  const items = property.items ? describeBounds(resolve(property.items)) : [];
  return [
    ...(property.enum
      ? [`one of ${property.enum.map((choice) => JSON.stringify(choice)).join(", ")}`]
      : []),
    ...(property.const === undefined ? [] : [`always ${JSON.stringify(property.const)}`]),
    ...range(property.minimum, property.maximum, ""),
    ...(property.exclusiveMinimum === undefined ? [] : [`more than ${property.exclusiveMinimum}`]),
    ...(property.exclusiveMaximum === undefined ? [] : [`less than ${property.exclusiveMaximum}`]),
    ...(property.multipleOf === undefined ? [] : [`a multiple of ${property.multipleOf}`]),
    ...range(property.minLength, property.maxLength, "character"),
    ...(property.pattern === undefined ? [] : [`matches ${property.pattern}`]),
    ...range(property.minItems, property.maxItems, "item"),
    ...(property.uniqueItems ? ["no item twice"] : []),
    ...items.map((bound) => `each item: ${bound}`),
    ...(isSecret(property) ? ["secret"] : []),
    ...(property.deprecated ? ["deprecated"] : []),
  ];
}

const whereFilesAre = ({ format }: Keywords): string[] =>
  format === "uri" ? ["the address that POST /v1/files gave, or data:…"] : [];

/** "1 to 300 characters" */
function range(least: number | undefined, most: number | undefined, unit: string): string[] {
  const counted = (count: number) => (unit === "" ? "" : ` ${unit}${count === 1 ? "" : "s"}`);
  if (least !== undefined && most !== undefined)
    return [
      least === most ? `exactly ${most}${counted(most)}` : `${least} to ${most}${counted(most)}`,
    ];
  if (least !== undefined) return [`at least ${least}${counted(least)}`];
  if (most !== undefined) return [`at most ${most}${counted(most)}`];
  return [];
}

/** The same values, with words that stand for the secrets among them. */
export const maskSecrets = (rows: InputRow[], values: InputValues): InputValues =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const isHidden = rows.some((row) => row.isSecret && row.name === name);
      return [name, isHidden ? `YOUR_${name.toUpperCase()}` : value];
    }),
  );
