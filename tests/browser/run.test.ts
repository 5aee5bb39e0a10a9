import { expect } from "@playwright/test";
import { outputText } from "#contract/prediction.ts";
import { finished, get, QUESTION, sharedUrl } from "../support/api.ts";
import { LONG_QUESTION, test } from "../support/browser-test.ts";
import {
  chips,
  fillIn,
  MODEL_PAGE,
  output,
  predictionId,
  questionField,
  readClipboard,
  runButton,
  sentenceOf,
  tabTo,
  untilGenerated,
  untilScripted,
  watchRuns,
  watchWriting,
} from "../support/pages.ts";

const url = sharedUrl();

test("a question gets its link before its first word, is then written live, and ends as a sentence", async ({
  page,
  crowd,
}) => {
  await crowd.fill();
  await fillIn(page, LONG_QUESTION);
  const notes = await watchWriting(page);
  await runButton(page).click();
  const id = await predictionId(page);
  await expect(output(page).getByText(/in line/)).toBeVisible();
  expect(await get(url, id)).toMatchObject({ status: "starting", output: null });

  await crowd.leave();
  await untilGenerated(page);
  const done = await finished(url, id);
  expect(done.input).toEqual(LONG_QUESTION);
  expect(done.source).toBe("web");
  await expect(output(page).getByText(sentenceOf(done))).toBeVisible();
  const whole = outputText(done);
  const texts = await notes();
  expect(texts.length).toBeGreaterThan(10); // more than asking once a second would show
  for (const [at, text] of texts.entries()) {
    expect(whole.startsWith(text)).toBe(true);
    expect(text.length).toBeGreaterThan(texts[at - 1]?.length ?? 0);
  }
});

test("what was asked stays in the form, and Preview and JSON are part of the address", async ({
  page,
}) => {
  await fillIn(page, QUESTION);
  await questionField(page).press("Control+Enter");
  const id = await predictionId(page);
  await untilGenerated(page);
  await expect(questionField(page)).toHaveValue(QUESTION.nlq);
  await expect(chips(page)).toHaveText(QUESTION.cols);

  await output(page).getByRole("link", { name: "JSON", exact: true }).click();
  await expect(page).toHaveURL(`/p/${id}?output=json`);
  const json = output(page).getByRole("region", { name: "Prediction as JSON" });
  await expect(json).toContainText('"status": "succeeded"');
  await page.reload();
  await untilScripted(page);
  await expect(json).toContainText(`"id": "${id}"`);
  await output(page).getByRole("link", { name: "Preview" }).click();
  await expect(page).toHaveURL(`/p/${id}`);
  await expect(output(page).getByText(sentenceOf(await get(url, id)))).toBeVisible();
});

test("Back leads to the form with all that was filled in, Forward to the prediction, also after a reload", async ({
  page,
}) => {
  await fillIn(page, { nlq: "count by service.name", cols: QUESTION.cols });
  await questionField(page).press("Control+Enter");
  const first = await predictionId(page);
  await untilGenerated(page);
  await questionField(page).fill("count by http.route");
  await questionField(page).press("Control+Enter");
  const second = await predictionId(page, first);
  await untilGenerated(page);

  await page.goBack();
  await expect(page).toHaveURL(`/p/${first}`);
  await page.goBack();
  await expect(page).toHaveURL(`${MODEL_PAGE}?from=${first}`);
  await expect(questionField(page)).toHaveValue("count by http.route");
  await page.goForward();
  await page.goForward();
  await expect(page).toHaveURL(`/p/${second}`);
  await page.reload();
  await page.goBack();
  await expect(page.getByText(`Prediction ${first}`)).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL(`${MODEL_PAGE}?from=${first}`);
  await expect(questionField(page)).toHaveValue("count by service.name");
  await expect(chips(page)).toHaveText(QUESTION.cols);
});

test("a double click runs one prediction and does not stop it", async ({ page }) => {
  await fillIn(page, { nlq: "count by error", cols: QUESTION.cols });
  const runs = watchRuns(page);
  await runButton(page).dblclick();
  await untilGenerated(page);
  expect(runs).toHaveLength(1);
});

test.describe("with the clipboard", () => {
  test.use({ permissions: ["clipboard-read", "clipboard-write"] });

  test("the whole way from the gallery to a copied output needs no mouse", async ({ page }) => {
    await page.goto("/?sort=runs"); // other stories publish many models, and a page shows some
    await page.keyboard.press("Tab");
    await expect(page.getByRole("link", { name: "Skip to the content" })).toBeFocused();
    await tabTo(page, page.getByRole("link", { name: "Ask Honeycomb" }));
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(MODEL_PAGE);
    await untilScripted(page);
    await tabTo(page, questionField(page));
    await page.keyboard.press("Control+a");
    await page.keyboard.type("count by http.route");
    await tabTo(page, runButton(page));
    await page.keyboard.press("Enter");
    const id = await predictionId(page);
    await untilGenerated(page);
    await tabTo(page, output(page).getByRole("link", { name: "JSON", exact: true }));
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/output=json/);
    const copy = output(page).getByRole("button", { name: "Copy output" });
    await tabTo(page, copy);
    await page.keyboard.press("Enter");
    await expect(output(page).getByRole("button", { name: "Copied" })).toBeFocused();
    const done = await get(url, id);
    expect(done.input.nlq).toBe("count by http.route");
    expect(await readClipboard(page)).toBe(outputText(done));
  });
});
