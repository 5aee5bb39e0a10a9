import type { JsonShape } from "./json-shape.ts";
import { mapParts } from "./shape-parts.ts";
import { type InputValues, textsOf } from "./values.ts";

/** The inputs whose values a shape enumerates. */
export function enumerationsIn(shape: JsonShape): string[] {
  switch (shape.type) {
    case "object":
      return Object.values(shape.properties).flatMap(enumerationsIn);
    case "array":
      return enumerationsIn(shape.items);
    case "string":
      return shape.enumFrom === undefined ? [] : [shape.enumFrom];
    default:
      return [];
  }
}

/** The shape with each enumeration from an input written out, for one filled-in form. */
export function withEnumerations(shape: JsonShape, values: InputValues): JsonShape {
  switch (shape.type) {
    case "object":
      return {
        ...shape,
        properties: mapParts(shape.properties, (part) => withEnumerations(part, values)),
      };
    case "array":
      return { ...shape, items: withEnumerations(shape.items, values) };
    case "string": {
      const { enumFrom, ...rest } = shape;
      return enumFrom === undefined ? shape : { ...rest, enum: textsOf(values[enumFrom]) };
    }
    default:
      return shape;
  }
}
