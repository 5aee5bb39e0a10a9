import { expect, test } from "@playwright/test";
import { StepBudget } from "#server/inference/bundled/scheduling/step-budget.ts";

/** After steps in which six tokens took 60 ms, and each prompt token 5. */
function measured(): StepBudget {
  const budget = new StepBudget(512);
  budget.observeGenerating(6, 60);
  budget.observePrompt(100, 500);
  return budget;
}

const alone = { generating: 0, reading: 1, rest: 4_000, pause: 0 };

test("a prompt that comes while others generate takes no longer steps than they do", () => {
  expect(measured().promptTokens({ ...alone, generating: 6 })).toBe(12);
});

test("prompts that one step can finish are read at once, so that all generate together", () => {
  const two = { generating: 6, reading: 2, pause: 0 };
  expect(measured().promptTokens({ ...two, rest: 128 })).toBe(160);
  expect(measured().promptTokens({ ...two, rest: 2_000 })).toBe(12);
});

test("a crowd larger than those served comes first", () => {
  expect(measured().promptTokens({ generating: 6, reading: 7, rest: 7_000, pause: 0 })).toBe(160);
});

test("no step takes more than four fifths of a second, whoever waits", () => {
  expect(measured().promptTokens(alone)).toBe(160);
  expect(measured().promptTokens({ ...alone, generating: 6, reading: 3, pause: 50 })).toBe(160);
});
