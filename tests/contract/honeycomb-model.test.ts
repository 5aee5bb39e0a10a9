import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { parse } from "yaml";
import { modelDefinition } from "#contract/definition.ts";
import questions from "../support/honeycomb-questions.json" with { type: "json" };

const folder = new URL("../../models/honeycomb-nlq/", import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), "utf8");
const definition = modelDefinition.parse({
  ...parse(read("model.yaml")),
  prompt: read("prompt.liquid"),
});

test("the model's folder is a definition", () => {
  expect(definition.inputs.map((input) => input.name)).toEqual(["nlq", "cols"]);
});

test("every example fills in the whole form", () => {
  const examples: { title: string; input: { nlq: string; cols: string[] } }[] = JSON.parse(
    read("examples.json"),
  );
  expect(examples.length).toBeGreaterThanOrEqual(3);
  for (const { title, input } of examples) {
    expect(title.length).toBeLessThanOrEqual(80);
    expect(input.nlq.length).toBeLessThanOrEqual(300);
    expect(new Set(input.cols).size).toBe(input.cols.length);
  }
});

test("every question of the benchmark is about a list of columns that there is", () => {
  expect(new Set(questions.questions.map(({ question }) => question)).size).toBe(20);
  expect(Object.keys(questions.columns)).toEqual([
    ...new Set(questions.questions.map(({ columns }) => columns)),
  ]);
});
