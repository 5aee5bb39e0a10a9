import { expect, type Page } from "@playwright/test";
import type { Prediction } from "#contract/prediction.ts";
import { newId } from "#server/ids.ts";
import { finished, MODEL, QUESTION, sharedUrl } from "../support/api.ts";
import { expectNoFindings } from "../support/axe.ts";
import { test } from "../support/browser-test.ts";
import {
  fillIn,
  MODEL_PAGE,
  open,
  output,
  predictionId,
  runButton,
  untilGenerated,
} from "../support/pages.ts";
import { databaseUrlOf, query } from "../support/sql.ts";

const entries = (page: Page) => page.getByRole("main").getByRole("listitem");

async function run(page: Page, nlq = QUESTION.nlq): Promise<string> {
  await fillIn(page, { ...QUESTION, nlq });
  await runButton(page).click();
  const id = await predictionId(page);
  await untilGenerated(page);
  return id;
}

/** As many more of the same, each a minute older than the one before. */
async function copyPrediction(id: string, count: number) {
  for (let place = 1; place <= count; place++)
    await query(
      databaseUrlOf(process.env.VITRINE_TEST_DATA ?? ""),
      `WITH copied AS (
        INSERT INTO predictions (id, model_id, version_id, created_at, source, visitor, state, completed_at, predict_ms, seed, input_sha, input_preview)
        SELECT $2, model_id, version_id, created_at - make_interval(mins => $3), source, visitor, state, completed_at, predict_ms, seed, input_sha, $4
        FROM predictions WHERE id = $1 RETURNING id
      )
      INSERT INTO prediction_payloads (prediction_id, input, sampling, prompt)
      SELECT copied.id, l.input, l.sampling, l.prompt FROM copied, prediction_payloads l WHERE l.prediction_id = $1`,
      [id, newId(), place, `Question ${place}`],
    );
}

test("who deletes a prediction is told what goes, and then its link is gone", async ({
  page,
  stranger,
}) => {
  const id = await run(page);
  await open(stranger, `/p/${id}`);
  await expect(output(stranger).getByRole("button", { name: "Delete" })).toBeHidden();
  await output(page).getByRole("button", { name: "Delete" }).click();
  const question = page.getByRole("dialog", { name: "Delete this prediction?" });
  await expect(question).toContainText("go for good, for everybody");
  await expectNoFindings(page);
  await question.getByRole("button", { name: "Keep it" }).click();
  await expect(question).toBeHidden();
  await output(page).getByRole("button", { name: "Delete" }).click();
  await question.getByRole("button", { name: "Delete it" }).click();
  await expect(page).toHaveURL(`${MODEL_PAGE}?deleted=1`);
  await expect(page.getByText("The prediction is deleted, for everybody.")).toBeVisible();
  await expectNoFindings(page);
  expect((await stranger.goto(`/p/${id}`))?.status()).toBe(404);
});

test("a visitor finds what they ran, page by page, and deletes one or all of it", async ({
  page,
  stranger,
}) => {
  const id = await run(page, "count by region");
  await copyPrediction(id, 30);
  await page.goto("/");
  await page.getByRole("link", { name: "History" }).click();
  await expect(page).toHaveURL("/history");
  await expect(entries(page)).toHaveCount(25);
  await expect(entries(page).first()).toContainText("count by region");
  await expect(entries(page).first()).toContainText("Ask Honeycomb · Done");
  await expectNoFindings(page);
  await page.getByRole("link", { name: "Older" }).click();
  await expect(entries(page)).toHaveCount(6);
  await expect(entries(page).last()).toContainText("Question 30");
  await expect(page.getByRole("link", { name: "Older" })).toBeHidden();

  await page.goto("/history");
  await entries(page).first().getByText("Delete", { exact: true }).click();
  await entries(page).first().getByRole("button", { name: "Yes: delete" }).click();
  await expect(page.getByText("Deleted, for everybody.")).toBeVisible();
  await expect(entries(page).first()).toContainText("Question 1");
  expect((await stranger.goto(`/p/${id}`))?.status()).toBe(404);
  await stranger.goto("/history");
  await expect(stranger.getByText("You have run nothing here yet.")).toBeVisible();
  await expectNoFindings(stranger);

  await page.getByText("Delete all of mine", { exact: true }).click();
  await page.getByRole("button", { name: "Yes: delete all of mine" }).click();
  await expect(page.getByText("You have run nothing here yet.")).toBeVisible();
});

test("an address that is no place in the history leads to its beginning", async ({ page }) => {
  await page.goto("/history?cursor=nonsense");
  await expect(page).toHaveURL("/history");
});

test.describe("without scripts", () => {
  test.use({ javaScriptEnabled: false });

  test("a visitor deletes what they ran from their history", async ({ page, context }) => {
    const made = await context.request.post(`${MODEL}/predictions`, { data: { input: QUESTION } });
    const { id } = (await made.json()) as Prediction;
    await finished(sharedUrl(), id);
    await page.goto("/history");
    await entries(page).first().getByText("Delete", { exact: true }).click();
    await entries(page).first().getByRole("button", { name: "Yes: delete" }).click();
    await expect(page.getByText("You have run nothing here yet.")).toBeVisible();
    expect((await page.goto(`/p/${id}`))?.status()).toBe(404);
  });
});
