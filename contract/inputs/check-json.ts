import type { JsonValue } from "../json.ts";
import { countCharacters, hasUnstorable, shorten } from "./characters.ts";
import { isObject } from "./json-input.ts";
import type { JsonShape } from "./json-shape.ts";

/** What is wrong with a value of a JSON input, as the rest of a sentence that begins with its title; null if nothing. */
export function complaintAboutJson(value: unknown, shape: JsonShape): string | null {
  if (typeof value === "string" && shape.type !== "string")
    return `must be JSON: ${whyNoJson(value)}`;
  return visit(value, shape, "");
}

function whyNoJson(text: string): string {
  try {
    JSON.parse(text);
    return "it is a text in quotes, where an object or a list belongs";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function visit(value: unknown, shape: JsonShape, at: string): string | null {
  const place = at === "" ? "" : `at ${at} `;
  switch (shape.type) {
    case "object":
      return visitObject(value, shape, at, place);
    case "array":
      return visitArray(value, shape, at, place);
    case "string":
      return complaintAboutString(value, shape, place);
    case "boolean":
      return typeof value === "boolean" ? null : `${place}must be true or false`;
    case "integer":
    case "number":
      return complaintAboutNumber(value, shape, place);
  }
}

function visitObject(
  value: unknown,
  { properties, required = [] }: Extract<JsonShape, { type: "object" }>,
  at: string,
  place: string,
): string | null {
  if (!isObject(value)) return `${place}must be an object`;
  const missing = required.find((name) => !Object.hasOwn(value, name));
  if (missing !== undefined) return `${place}lacks ${shorten(missing)}`;
  const known = new Map(Object.entries(properties));
  return firstOf(Object.entries(value), ([key, part]) => {
    const shape = known.get(key);
    return shape
      ? visit(part, shape, at === "" ? key : `${at}.${key}`)
      : `${place}has ${shorten(key)}, which is not known there: it takes ${[...known.keys()].join(", ")}`;
  });
}

/** The first complaint there is; what comes after it is not looked at. */
function firstOf<Part>(
  parts: Part[],
  complaintAbout: (part: Part, index: number) => string | null,
): string | null {
  for (const [index, part] of parts.entries()) {
    const complaint = complaintAbout(part, index);
    if (complaint) return complaint;
  }
  return null;
}

function visitArray(
  value: unknown,
  { items, minItems = 0, maxItems }: Extract<JsonShape, { type: "array" }>,
  at: string,
  place: string,
): string | null {
  if (!Array.isArray(value)) return `${place}must be a list`;
  if (value.length < minItems)
    return `${place}has ${value.length} entries; at least ${minItems} are needed`;
  if (maxItems !== undefined && value.length > maxItems)
    return `${place}has ${value.length} entries; at most ${maxItems} are allowed`;
  return firstOf(value, (item, index) => visit(item, items, `${at}[${index + 1}]`));
}

function complaintAboutString(
  value: unknown,
  shape: Extract<JsonShape, { type: "string" }>,
  place: string,
): string | null {
  if (typeof value !== "string") return `${place}must be text`;
  if (hasUnstorable(value)) return `${place}holds a character that cannot be stored`;
  if (shape.enum && !shape.enum.includes(value))
    return `${place}must be one of ${shape.enum.map(shorten).join(", ")}`;
  const length = countCharacters(value);
  if (length < (shape.minLength ?? 0))
    return `${place}has ${length} characters; at least ${shape.minLength} are needed`;
  if (length > (shape.maxLength ?? Number.POSITIVE_INFINITY))
    return `${place}has ${length} characters; at most ${shape.maxLength} are allowed`;
  return null;
}

function complaintAboutNumber(
  value: unknown,
  { type, minimum, maximum }: Extract<JsonShape, { type: "number" | "integer" }>,
  place: string,
): string | null {
  const isRight = type === "integer" ? Number.isSafeInteger(value) : Number.isFinite(value);
  if (!isRight) return `${place}must be a ${type === "integer" ? "whole " : ""}number`;
  const problem = outOfBounds(value as number, minimum, maximum);
  return problem === null ? null : `${place}${problem}`;
}

/** “must be at least …”, or null for a number within its bounds. */
export function outOfBounds(
  value: number,
  minimum: number | undefined,
  maximum: number | undefined,
): string | null {
  if (minimum !== undefined && value < minimum) return `must be at least ${minimum}`;
  if (maximum !== undefined && value > maximum) return `must be at most ${maximum}`;
  return null;
}

/** Whether two values say the same. */
export const sameJson = (one: JsonValue | undefined, other: JsonValue | undefined): boolean =>
  JSON.stringify(one) === JSON.stringify(other);
