import type { JsonSchema } from "../json.ts";
import type { JsonShape } from "./json-shape.ts";

// Apart from the schema of shapes, so that pages that only read them load no zod.

/** The shape as JSON Schema, which leaves objects open unless told otherwise. */
export function shapeSchema(shape: JsonShape): JsonSchema {
  if (shape.type === "array") return { ...shape, items: shapeSchema(shape.items) };
  if (shape.type !== "object") return { ...shape };
  const properties = mapParts(shape.properties, shapeSchema);
  return { ...shape, properties, additionalProperties: false };
}

/** The same function on every part of an object. */
export const mapParts = <Result>(
  properties: Record<string, JsonShape>,
  change: (part: JsonShape) => Result,
): Record<string, Result> =>
  Object.fromEntries(Object.entries(properties).map(([key, part]) => [key, change(part)]));
