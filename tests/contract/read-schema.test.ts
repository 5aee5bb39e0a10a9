import { expect, test } from "@playwright/test";
import fc from "fast-check";
import { inputJsonSchema } from "#contract/inputs/input-schema.ts";
import { readInputSchema } from "#contract/inputs/read-schema.ts";
import { anyInputs } from "../support/any-inputs.ts";

const documentOf = (input: object, schemas: object = {}) => ({
  openapi: "3.0.2",
  components: { schemas: { Input: input, ...schemas } },
});

const inputsOf = (properties: object, required: string[] = [], schemas: object = {}) =>
  readInputSchema(documentOf({ type: "object", properties, required }, schemas));

test("a model's inputs come back from its OpenAPI document as they were declared", () => {
  fc.assert(
    fc.property(anyInputs, (inputs) => {
      expect(readInputSchema(documentOf(inputJsonSchema(inputs)))).toEqual({ inputs, notes: [] });
    }),
  );
});

test("an enumeration is a choice, whether a container's generation refers to it or writes it out", () => {
  const size = { type: "string", enum: ["small", "large"], title: "size" };
  const older = { allOf: [{ $ref: "#/components/schemas/size" }], default: "small", "x-order": 0 };
  const newer = { type: "string", enum: ["small", "large"], title: "size", default: "small" };
  const expected = {
    ...{ name: "size", title: "size", type: "choice", default: "small" },
    options: [{ value: "small" }, { value: "large" }],
  };
  expect(inputsOf({ size: older }, [], { size }).inputs).toEqual([expected]);
  expect(inputsOf({ size: newer }).inputs).toEqual([expected]);
});

test("what may be null is optional, in each generation's way of saying so", () => {
  const ways = [
    { type: "integer", nullable: true },
    { anyOf: [{ type: "integer" }, { type: "null" }] },
    { type: "integer", default: null },
  ];
  for (const way of ways)
    expect(inputsOf({ seed: { title: "Seed", ...way } }).inputs).toEqual([
      { name: "seed", title: "Seed", type: "integer", optional: true },
    ]);
});

test("fields stand in the container's order, with its bounds, defaults and descriptions", () => {
  const { inputs } = inputsOf(
    {
      steps: { type: "integer", minimum: 1, maximum: 50, default: 20, "x-order": 1 },
      prompt: { type: "string", title: "Prompt", description: "What to write", "x-order": 0 },
      tags: { type: "array", items: { type: "string" }, "x-order": 2, default: ["a"] },
    },
    ["prompt"],
  );
  expect(inputs).toEqual([
    { name: "prompt", title: "Prompt", help: "What to write", type: "text", maxLength: 16_000 },
    { name: "steps", title: "steps", type: "integer", minimum: 1, maximum: 50, default: 20 },
    {
      name: "tags",
      title: "tags",
      type: "text-list",
      maxItems: 1_000,
      maxItemLength: 1_000,
      default: ["a"],
    },
  ]);
});

test("a container's files are images where its words say so, and its secrets are secrets", () => {
  const { inputs, notes } = inputsOf({
    image: { type: "string", format: "uri", "x-order": 0 },
    input: { type: "string", format: "uri", description: "A photo to start from", "x-order": 1 },
    weights: { type: "string", format: "uri", nullable: true, "x-order": 2 },
    key: { type: "string", format: "password", writeOnly: true, "x-order": 3 },
  });
  expect(inputs.map(({ name, type, optional }) => [name, type, optional])).toEqual([
    ["image", "image", true],
    ["input", "image", true],
    ["weights", "file", true],
    ["key", "secret", true],
  ]);
  expect(notes).toEqual([]);
});

test("what no field can take is left out and named", () => {
  const { inputs, notes } = inputsOf({
    anything: { type: "object" },
    Wrong: { type: "string" },
    width: { type: "integer", enum: [256, 512], default: 256 },
  });
  expect(inputs.map(({ name }) => name)).toEqual(["width"]);
  expect(notes.map((note) => note.split(":")[0])).toEqual([...["anything", "Wrong", "width"]]);
});
