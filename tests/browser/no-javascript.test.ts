import { expect } from "@playwright/test";
import { get, sharedUrl } from "../support/api.ts";
import { LONG_QUESTION, test } from "../support/browser-test.ts";
import {
  columnsField,
  evidence,
  MODEL_PAGE,
  output,
  predictionId,
  questionField,
  runButton,
  sentenceOf,
  untilGenerated,
} from "../support/pages.ts";
import { showOutput } from "../support/show-output.ts";

const url = sharedUrl();

test.use({ javaScriptEnabled: false });

test("without JavaScript the form runs a prediction, whose page reloads itself until it is done", async ({
  page,
  crowd,
}) => {
  await crowd.fill();
  await page.goto(MODEL_PAGE);
  await questionField(page).fill(LONG_QUESTION.nlq);
  await columnsField(page).fill(LONG_QUESTION.cols.join("\n"));
  await runButton(page).click();
  const id = await predictionId(page);
  await expect(output(page).getByText(/in line/)).toBeVisible();
  await crowd.leave();
  await untilGenerated(page);
  const done = await get(url, id);
  expect(done.input).toEqual(LONG_QUESTION);
  await expect(output(page).getByText(sentenceOf(done))).toBeVisible();
  await expect(evidence(page)).toContainText("writing the answer");

  await output(page).getByRole("link", { name: "JSON", exact: true }).click();
  await expect(output(page).getByRole("region", { name: "Prediction as JSON" })).toContainText(id);
  await output(page).getByRole("link", { name: "Tweak it" }).click();
  await expect(questionField(page)).toHaveValue(LONG_QUESTION.nlq);
});

test("without JavaScript a prediction can be cancelled", async ({ page, crowd }) => {
  await crowd.fill();
  await page.goto(MODEL_PAGE);
  await runButton(page).click();
  const id = await predictionId(page);
  await output(page).getByRole("button", { name: "Cancel" }).click();
  await expect(output(page).getByText("Cancelled before it started")).toBeVisible();
  await expect(page).toHaveURL(`/p/${id}`);
});

test("without JavaScript a form with mistakes comes back with what was typed and what is wrong with it", async ({
  page,
}) => {
  await page.goto(MODEL_PAGE);
  await questionField(page).fill("");
  const columns = Array.from({ length: 501 }, (_, at) => `c${at}`).join("\n");
  await columnsField(page).fill(columns);
  await runButton(page).click();
  await expect(page).toHaveURL(/check=1/);
  await expect(questionField(page)).toHaveAccessibleDescription(/is empty: write something here/);
  await expect(columnsField(page)).toHaveAccessibleDescription(/has 501 entries; at most 500/);
  await expect(columnsField(page)).toHaveValue(columns);
});

test("without JavaScript mistakes in a very long list are told on a page that leads back to it", async ({
  page,
}) => {
  await page.goto(MODEL_PAGE);
  const columns = Array.from({ length: 501 }, (_, at) => `a.rather.long.name.of.a.column.${at}`);
  await columnsField(page).fill(columns.join("\n"));
  await runButton(page).click();
  await expect(page.getByText(/has 501 entries; at most 500 are allowed/)).toBeVisible();
  await page.goBack();
  await expect(columnsField(page)).toHaveValue(columns.join("\n"));
});

const PREVIEWS: [declaration: object, text: string, seen: string][] = [
  [{ kind: "markdown" }, "# Result", "Result"],
  [{ kind: "sql" }, "select 1 from t", "SELECT"],
  [
    { kind: "key-values", fields: [{ name: "solvent", type: "text" }] },
    '{"solvent": "water"}',
    "water",
  ],
];

for (const [declaration, text, seen] of PREVIEWS)
  test(`without JavaScript an output of the kind ${Object(declaration).kind} is laid out`, async ({
    page,
  }) => {
    await showOutput(page, declaration, text);
    await expect(output(page).getByText(seen).first()).toBeVisible();
  });
