import { expect } from "@playwright/test";
import { get, sharedUrl } from "../support/api.ts";
import { expectNoFindings } from "../support/axe.ts";
import { test } from "../support/browser-test.ts";
import { publishCopy, withParts } from "../support/own-models.ts";
import { evidence, predictionId, runButton, untilScripted } from "../support/pages.ts";

const PAGE = "/tests/with-terms";

const KEYS = `links: {source: "https://example.org/code", paper: "https://example.org/paper"}
limits: {visitorPerHour: 1}
retentionDays: 30
`;

const INPUTS = [
  { name: "nlq", type: "text", title: "Question", maxLength: 300, multiline: false },
  { name: "cols", type: "text-list", title: "Columns", maxItems: 9, maxItemLength: 50 },
  {
    ...{ name: "warmth", type: "number", title: "Warmth", sets: "temperature" },
    ...{ minimum: 0, maximum: 1, default: 0, help: "0 is always the same answer." },
  },
];

test.beforeAll(async () => {
  const parts = withParts({
    inputs: INPUTS,
    prompt: "{{ nlq }} {{ cols | json }}",
    example: { nlq: "count by region", cols: ["region"] },
  });
  const withKeys = (text: string) => `${parts["model.yaml"]?.(text)}${KEYS}`;
  await publishCopy("tests", "with-terms", { ...parts, "model.yaml": withKeys });
});

test("a visitor reads a model's terms before running it, sets what may be set, and is told when it was enough", async ({
  page,
}) => {
  await page.goto(PAGE);
  await untilScripted(page);
  const form = page.getByRole("form", { name: "Input" });
  await expect(form).toContainText(
    "You can run it once an hour. What you ask and what comes out is deleted after 30 days.",
  );
  await expect(page.getByRole("link", { name: "Paper" })).toHaveAttribute(
    "href",
    "https://example.org/paper",
  );
  await expectNoFindings(page);
  await page.getByRole("slider", { name: "Warmth" }).fill("0.5");
  await runButton(page).click();
  const { input } = await get(sharedUrl(), await predictionId(page));
  expect(input).toEqual({ nlq: "count by region", cols: ["region"], warmth: 0.5 });
  await page.getByRole("link", { name: "How it was made" }).click();
  const temperature = evidence(page).getByRole("term").filter({ hasText: "Temperature" });
  await expect(temperature.locator("xpath=following-sibling::dd")).toHaveText("0.5");

  await page.goto(PAGE);
  await untilScripted(page);
  await runButton(page).click();
  await expect(form.getByRole("alert")).toContainText(
    "There were too many runs of this model. Wait 60 minutes, then try again.",
  );
  await expect(page.getByLabel("Question")).toHaveValue("count by region");
});
