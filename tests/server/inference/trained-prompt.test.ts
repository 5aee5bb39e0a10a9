import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "@playwright/test";
import { renderPrompt } from "#server/inference/prompt.ts";

const fromRoot = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

test("honeycomb-nlq is asked in the very form that its adapter was trained on", () => {
  const training = fromRoot("models/bases/vitrine-tiny/training");
  const script = fromRoot("tests/support/python/honeycomb_prompts.py");
  const { error, stdout, stderr } = spawnSync("python3", ["-B", script, training, "300"], {
    encoding: "utf8",
  });
  test.skip(error !== undefined, "there is no Python here to write what it was trained on");
  expect(stderr).toBe("");
  const template = fs.readFileSync(fromRoot("models/honeycomb-nlq/prompt.liquid"), "utf8");
  const lines = stdout.trim().split("\n");
  expect(lines).toHaveLength(300);
  for (const line of lines) {
    const { input, prompt } = JSON.parse(line);
    const asked = renderPrompt(template, input);
    expect(asked.map(({ text }) => text).join("")).toBe(prompt);
  }
});
