import { expect } from "@playwright/test";
import { LONG_QUESTION, test } from "../support/browser-test.ts";
import {
  chips,
  fillIn,
  MODEL_PAGE,
  output,
  predictionId,
  runButton,
  scrollsSideways,
  untilGenerated,
} from "../support/pages.ts";

test.use({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });

const BROAD = { ...LONG_QUESTION, cols: [...LONG_QUESTION.cols, "x".repeat(200)] };

test("on a phone the whole way works by touch, and no page is wider than the screen", async ({
  page,
  crowd,
}) => {
  await page.goto("/");
  expect(await scrollsSideways(page)).toBe(false);
  await page.getByLabel("Search the models").fill("Ask Honeycomb");
  await page.getByRole("button", { name: "Search" }).tap();
  await page.getByRole("link", { name: "Ask Honeycomb" }).tap();
  await expect(page).toHaveURL(MODEL_PAGE);
  await fillIn(page, BROAD);
  await expect(chips(page)).toHaveText(BROAD.cols);
  await chips(page).last().scrollIntoViewIfNeeded();
  await expect(chips(page).last()).toBeInViewport({ ratio: 1 });
  expect(await scrollsSideways(page)).toBe(false);

  await crowd.fill();
  await runButton(page).tap();
  const id = await predictionId(page);
  await expect(output(page).getByText(/in line/)).toBeInViewport();
  expect(await scrollsSideways(page)).toBe(false);
  await crowd.leave();
  await untilGenerated(page);
  expect(await scrollsSideways(page)).toBe(false);
  await output(page).getByRole("link", { name: "JSON", exact: true }).tap();
  await expect(page).toHaveURL(/output=json/);
  expect(await scrollsSideways(page)).toBe(false);

  await page.goto(`/p/${id}`);
  await expect(output(page).getByText(/^Generated in/)).toBeVisible();
  for (const fold of await page.locator("summary").all()) await fold.tap();
  expect(await scrollsSideways(page)).toBe(false);
  await page.goto("/nothing/here");
  expect(await scrollsSideways(page)).toBe(false);
});

test("on a phone a chip is taken off by a finger", async ({ page }) => {
  await fillIn(page, { nlq: "count", cols: ["region", "error"] });
  await page.getByRole("button", { name: "Remove region" }).tap();
  await expect(chips(page)).toHaveText(["error"]);
});

test("on a phone a model's last tab is in sight on its page", async ({ page }) => {
  await page.goto(`${MODEL_PAGE}/versions`);
  const tab = page
    .getByRole("navigation", { name: "Model" })
    .getByRole("link", { name: "Versions" });
  await expect(tab).toBeInViewport({ ratio: 1 });
});
