import { z } from "zod";
import { inputName } from "../names.ts";

const described = {
  title: z.string().max(120).optional(),
  description: z.string().max(300).optional(),
};

type Described = { title?: string | undefined; description?: string | undefined };

/**
 * What a JSON input may hold: a part of JSON Schema, in which objects are closed. A key that is not among the
 * `properties` gets in at no depth.
 */
export type JsonShape = Described &
  (
    | {
        type: "object";
        properties: Record<string, JsonShape>;
        required?: string[] | undefined;
      }
    | {
        type: "array";
        items: JsonShape;
        minItems?: number | undefined;
        maxItems?: number | undefined;
      }
    | {
        type: "string";
        enum?: string[] | undefined;
        /** Only in outputs: the values of this input are the enumeration. */
        enumFrom?: string | undefined;
        minLength?: number | undefined;
        maxLength?: number | undefined;
      }
    | {
        type: "number" | "integer";
        minimum?: number | undefined;
        maximum?: number | undefined;
      }
    | { type: "boolean" }
  );

const count = z.int().min(0).max(10_000);

export const jsonShape: z.ZodType<JsonShape> = z.lazy(() =>
  z.discriminatedUnion("type", [
    z.strictObject({
      ...described,
      type: z.literal("object"),
      properties: z.record(z.string().min(1).max(80), jsonShape),
      required: z.array(z.string()).optional(),
    }),
    z.strictObject({
      ...described,
      type: z.literal("array"),
      items: jsonShape,
      minItems: count.optional(),
      maxItems: count.optional(),
    }),
    z.strictObject({
      ...described,
      type: z.literal("string"),
      enum: z.array(z.string()).min(1).max(1_000).optional(),
      enumFrom: inputName.optional(),
      minLength: count.optional(),
      maxLength: count.optional(),
    }),
    z.strictObject({
      ...described,
      type: z.enum(["number", "integer"]),
      minimum: z.number().optional(),
      maximum: z.number().optional(),
    }),
    z.strictObject({ ...described, type: z.literal("boolean") }),
  ]),
);
