import { expect } from "@playwright/test";

import { expectNoFindings } from "../support/axe.ts";
import { test } from "../support/browser-test.ts";

import { output, untilScripted } from "../support/pages.ts";
import { showOutput } from "../support/show-output.ts";

const EVIL = `<img src="https://evil.example/x" onerror="alert(1)">`;

test("a text keeps its lines, and its markup is text", async ({ page }) => {
  await showOutput(page, { kind: "text" }, `One ${EVIL}\nTwo`);
  await expect(output(page).getByText(`One ${EVIL}`)).toBeVisible();
  await expectNoFindings(page);
});

test("Markdown is laid out, fetches nothing and runs nothing", async ({ page }) => {
  const text = [
    ...["# Result", `Some *emphasis* ${EVIL}`, "![a cat](https://evil.example/cat.png)"],
    ...[
      "[bad](javascript:alert(1)) and [good](https://example.com/)",
      "| a | b |\n|---|---|\n| 1 | 2 |",
    ],
    "```\ncode\n```",
  ].join("\n\n");
  await showOutput(page, { kind: "markdown" }, text);
  await expect(output(page).getByRole("heading", { name: "Result", level: 2 })).toBeVisible();
  await expect(output(page).getByText(EVIL)).toBeVisible();
  await expect(output(page).getByRole("link", { name: "Picture: a cat" })).toBeVisible();
  await expect(output(page).getByRole("link", { name: "good" })).toHaveAttribute("rel", /noopener/);
  await expect(output(page).getByRole("link", { name: "bad" })).toHaveCount(0);
  await expect(output(page).getByRole("cell", { name: "2" })).toBeVisible();
  await expect(output(page).locator("img")).toHaveCount(0);
  await expectNoFindings(page);
});

test("JSON is a tree that unfolds by keyboard", async ({ page }) => {
  const schema = {
    type: "object",
    properties: {
      parts: {
        type: "array",
        items: {
          type: "object",
          properties: { size: { type: "integer" }, name: { type: "string" } },
        },
      },
    },
  };
  await showOutput(
    page,
    { kind: "json", schema },
    JSON.stringify({ parts: [{ size: 41, name: EVIL }] }),
  );
  const branch = output(page).locator("summary", { hasText: "2 keys" });
  await expect(output(page).getByText("size: 41")).toBeHidden();
  await branch.focus();
  await page.keyboard.press("Enter");
  await expect(output(page).getByText("size: 41")).toBeVisible();
  await expectNoFindings(page);
});

test("a table has its units, marks a quote that is not in the text, and is downloaded as CSV", async ({
  page,
}) => {
  const columns = [
    { name: "compound", type: "text", title: "Compound" },
    { name: "value", type: "number", unit: "°C" },
    { name: "quote", type: "text", evidence: "article" },
  ];
  const rows = [
    { compound: "water", value: 100, quote: "boils water at 100 °C" },
    { compound: "salt", value: 801, quote: "melts" },
  ];
  await showOutput(page, { kind: "table", columns }, JSON.stringify(rows));
  await expect(output(page).getByRole("columnheader", { name: "value (°C)" })).toBeVisible();
  await expect(output(page).getByRole("row")).toHaveCount(3);
  await expect(
    output(page).getByText("Row 2: quote “melts” does not occur in the text."),
  ).toBeVisible();
  await expectNoFindings(page);
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    output(page).getByRole("link", { name: "Download .csv" }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/^output-.*\.csv$/);
});

test("keys and values are a list, and an output without its form is shown as it is and marked", async ({
  page,
}) => {
  const fields = [
    { name: "who", type: "text", title: "Who" },
    { name: "age", type: "integer", unit: "years", optional: true },
  ];
  await showOutput(page, { kind: "key-values", fields }, JSON.stringify({ who: "the chairman" }));
  await expect(output(page).getByText("not given")).toBeVisible();
  await expectNoFindings(page);
  await showOutput(page, { kind: "key-values", fields }, `{"who": 4, "x": "${"y".repeat(500)}`);
  await expect(output(page).getByText("This output does not have its form")).toBeVisible();
  await expect(output(page).getByText("The output is not JSON", { exact: false })).toBeVisible();
  await expectNoFindings(page);
});

test("SQL is laid out, and what cannot be parsed stays as it was written", async ({ page }) => {
  const declaration = { kind: "sql", dialect: "postgresql" };
  await showOutput(page, declaration, "select a, b from t where a > 1");
  await expect(output(page).getByRole("region", { name: "SQL", exact: true })).toContainText(
    "SELECT",
  );
  await expectNoFindings(page);
  await showOutput(page, declaration, "select (((' from");
  await expect(
    output(page).getByRole("region", { name: "SQL as the model wrote it" }),
  ).toContainText("select (((' from");
});

test("an edited text shows what was changed and why; a change can be turned down by keyboard", async ({
  page,
}) => {
  const text = "The chair said they boil water at 100 °C.";
  await showOutput(
    page,
    { kind: "diff", input: "article", reasons: true },
    JSON.stringify({ text, reasons: ["“Chairman” leaves people out."] }),
  );
  await expect(output(page).getByText(/^2 changes|^3 changes/)).toBeVisible();
  await expect(output(page).getByRole("listitem")).toHaveText("“Chairman” leaves people out.");
  const change = output(page).getByRole("button", { name: "chairman" });
  await expect(change).toHaveAttribute("aria-pressed", "true");
  await untilScripted(page, change);
  await change.focus();
  await page.keyboard.press("Space");
  await expect(change).toHaveAttribute("aria-pressed", "false");
  await expectNoFindings(page);
});

test("edits show each with its reason, and one whose words are not there is told of", async ({
  page,
}) => {
  await showOutput(
    page,
    { kind: "diff", input: "article", edits: true },
    JSON.stringify([
      { find: "chairman", replace: "chair", reason: "names men only" },
      { find: "said he", replace: "said they", reason: "speaks of men only" },
      { find: "steam", replace: "water", reason: "clearer" },
    ]),
  );
  await expect(output(page).getByText(/^2 changes/)).toBeVisible();
  await expect(output(page).getByText("“chairman” names men only")).toBeVisible();
  await expect(output(page).getByText("“steam” does not occur in the text again")).toBeVisible();
  await expectNoFindings(page);
});
