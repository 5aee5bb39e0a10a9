import { expect } from "@playwright/test";
import { MODEL } from "../support/api.ts";
import { test } from "../support/browser-test.ts";
import {
  chips,
  columnsField,
  fillIn,
  MODEL_PAGE,
  predictionId,
  questionField,
  runButton,
} from "../support/pages.ts";

const QUESTION = { nlq: "count by region", cols: ["region", "error"] };
const endpoint = `**${MODEL}/predictions`;

const problem = (body: { status: number; detail: string; invalid_fields?: object[] }) => ({
  status: body.status,
  contentType: "application/problem+json",
  headers: { "retry-after": "12" },
  json: body,
});

test("when too many wait, the visitor reads when to try again, and can", async ({ page }) => {
  await fillIn(page, QUESTION);
  const busy = problem({ status: 429, detail: "This model is busy." });
  await page.route(endpoint, (route) => route.fulfill(busy));
  await runButton(page).click();
  const alert = page.locator("form").getByRole("alert");
  await expect(alert).toHaveText(
    "This model is busy. Try again in 12 s. What you filled in is kept.",
  );
  await expect(page).toHaveURL(MODEL_PAGE);
  await expect(questionField(page)).toHaveValue(QUESTION.nlq);
  await expect(chips(page)).toHaveText(QUESTION.cols);

  await page.unroute(endpoint);
  await runButton(page).click();
  await predictionId(page);
  await expect(alert).toBeHidden();
});

test("when the server is away, the visitor keeps what was filled in and is told what to do", async ({
  page,
}) => {
  await fillIn(page, QUESTION);
  await page.route(endpoint, (route) => route.abort());
  await runButton(page).click();
  await expect(page.getByText(/^The server could not be reached/)).toBeVisible();
  await expect(questionField(page)).toHaveValue(QUESTION.nlq);
});

test("Run while offline says so at once, and runs nothing behind the visitor's back", async ({
  page,
  context,
}) => {
  await fillIn(page, QUESTION);
  await context.setOffline(true);
  await runButton(page).click();
  await expect(page.getByText(/^The server could not be reached/)).toBeVisible();
  await context.setOffline(false);
  await expect(page).toHaveURL(MODEL_PAGE);
  await runButton(page).click();
  await predictionId(page);
});

test("what only the server can refuse stands beside its field too", async ({ page }) => {
  await fillIn(page, QUESTION);
  const invalid_fields = [
    { type: "forbidden", field: "input.cols", description: "may not hold “error”" },
  ];
  const refusal = problem({ status: 422, detail: "- input.cols", invalid_fields });
  await page.route(endpoint, (route) => route.fulfill(refusal));
  await runButton(page).click();
  await expect(columnsField(page)).toBeFocused();
  await expect(columnsField(page)).toHaveAccessibleDescription(/^Columns may not hold “error”\./);
  await questionField(page).fill("something else");
  await expect(page.getByText("may not hold")).toBeHidden();
});

test("an input that fits every field and yet is more than the model can read is refused in words", async ({
  page,
}) => {
  const cols = Array.from({ length: 60 }, (_, at) => `${at}.${"漢字".repeat(95)}`);
  await fillIn(page, { nlq: "漢字 ".repeat(100), cols });
  await runButton(page).click();
  const alert = page.locator("form").getByRole("alert");
  await expect(alert).toHaveText(/^The input makes a prompt of \d+ tokens; .*: shorten it\.$/);
  await expect(page).toHaveURL(MODEL_PAGE);
});
