import { expect } from "@playwright/test";
import { outputText } from "#contract/prediction.ts";
import { finished, get, sharedUrl } from "../support/api.ts";
import { LONG_QUESTION, test } from "../support/browser-test.ts";
import {
  evidence,
  fillIn,
  open,
  output,
  predictionId,
  questionField,
  runButton,
  sentenceOf,
  stopButton,
  unfinished,
  untilGenerated,
  untilScripted,
  watchWriting,
} from "../support/pages.ts";

const url = sharedUrl();

test("who gets the link while it runs reads along live, to the end and its evidence", async ({
  page,
  stranger,
  crowd,
}) => {
  await crowd.fill();
  await fillIn(page, LONG_QUESTION);
  await runButton(page).click();
  const id = await predictionId(page);
  await open(stranger, `/p/${id}`);
  await expect(output(stranger).getByText(/in line/)).toBeVisible();
  const notes = await watchWriting(stranger);
  await crowd.leave();
  await untilGenerated(stranger);
  const done = await finished(url, id);
  await expect(output(stranger).getByText(sentenceOf(done))).toBeVisible();
  const texts = await notes();
  expect(texts.length).toBeGreaterThan(5); // more than asking once a second would show
  for (const text of texts) expect(outputText(done).startsWith(text)).toBe(true);
  await expect(evidence(stranger).getByText(/^Writing the answer/i)).toBeVisible();
});

test("a reload in mid-stream loses nothing", async ({ page }) => {
  await fillIn(page, LONG_QUESTION);
  await runButton(page).click();
  const id = await predictionId(page);
  await unfinished(page).waitFor();
  expect((await get(url, id)).status).toBe("processing");
  await page.reload();
  await expect(output(page).getByText(sentenceOf(await finished(url, id)))).toBeVisible();
  await expect(evidence(page).getByText(/^Writing the answer/i)).toBeVisible();
});

test("closing the tab in mid-stream loses nothing: it is found again later", async ({
  page,
  context,
}) => {
  await fillIn(page, LONG_QUESTION);
  await runButton(page).click();
  const id = await predictionId(page);
  await unfinished(page).waitFor();
  expect((await get(url, id)).status).toBe("processing");
  await page.close();

  const done = await finished(url, id);
  expect(done.status).toBe("succeeded");
  const later = await context.newPage();
  await later.goto(`/p/${id}`);
  await expect(output(later).getByText(sentenceOf(done))).toBeVisible();
});

test("offline, a visitor is told that it goes on, and finds the end when back", async ({
  page,
  context,
  crowd,
}) => {
  await crowd.fill();
  await fillIn(page, LONG_QUESTION);
  await runButton(page).click();
  const id = await predictionId(page);
  await expect(output(page).getByText(/in line/)).toBeVisible();
  await context.setOffline(true);
  await expect(output(page).getByText(/^You are offline\. The prediction goes on/)).toBeVisible();
  await crowd.leave();
  const done = await finished(url, id);
  await expect(stopButton(page)).toBeVisible();
  await context.setOffline(false);
  await untilGenerated(page);
  await expect(output(page).getByText(sentenceOf(done))).toBeVisible();
  await expect(output(page).getByText(/^You are offline/)).toBeHidden();
});

test("Tweak it opens the form with that prediction's inputs, and runs a new one", async ({
  page,
  stranger,
}) => {
  await fillIn(page, { nlq: "count by <region>", cols: ["<region>", "a, b", "ünïcode"] });
  await questionField(page).press("Control+Enter");
  const id = await predictionId(page);
  const first = await finished(url, id);

  await stranger.goto(`/p/${id}`);
  await output(stranger).getByRole("link", { name: "Tweak it" }).click();
  await expect(stranger).toHaveURL(`/vitrine/honeycomb-nlq?from=${id}`);
  await untilScripted(stranger);
  await expect(questionField(stranger)).toHaveValue("count by <region>");
  await expect(output(stranger)).toContainText("The prediction whose inputs you are changing.");
  await questionField(stranger).press("Control+Enter");
  const second = await finished(url, await predictionId(stranger));
  expect(second.id).not.toBe(id);
  expect(second.input).toEqual(first.input);
  expect(await get(url, id)).toEqual(first);
});

test("Tweak it beside the form puts the inputs back that were changed since", async ({ page }) => {
  await fillIn(page, { nlq: "count by region", cols: ["region"] });
  await questionField(page).press("Control+Enter");
  await untilGenerated(page);
  await questionField(page).fill("something else");
  await output(page).getByRole("link", { name: "Tweak it" }).click();
  await expect(questionField(page)).toHaveValue("count by region");
  await expect(questionField(page)).toBeFocused();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(questionField(page)).toHaveValue("something else");
});
