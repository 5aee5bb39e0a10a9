import { expect } from "@playwright/test";
import { outputText } from "#contract/prediction.ts";
import { finished, get, QUESTION, sharedUrl } from "../support/api.ts";
import { LONG_QUESTION, test } from "../support/browser-test.ts";
import {
  fillIn,
  open,
  output,
  predictionId,
  questionField,
  runButton,
  stopButton,
  unfinished,
} from "../support/pages.ts";

const url = sharedUrl();

test("Stop ends a prediction; what was written stays, and Run is where Stop was", async ({
  page,
}) => {
  await fillIn(page, LONG_QUESTION);
  await runButton(page).click();
  const id = await predictionId(page);
  await expect(stopButton(page)).toBeFocused();
  await unfinished(page).waitFor();
  await stopButton(page).click();
  await expect(output(page).getByText("Cancelled", { exact: true })).toBeVisible();
  await expect(runButton(page)).toBeFocused();
  const done = await get(url, id);
  expect(done.status).toBe("canceled");
  await expect(unfinished(page)).toHaveText(outputText(done));
  await expect(questionField(page)).toHaveValue(LONG_QUESTION.nlq);
});

test("Esc ends what runs", async ({ page }) => {
  await fillIn(page, LONG_QUESTION);
  await questionField(page).press("Control+Enter");
  const id = await predictionId(page);
  await unfinished(page).waitFor();
  await page.keyboard.press("Escape");
  await expect(output(page).getByText("Cancelled", { exact: true })).toBeVisible();
  expect((await get(url, id)).status).toBe("canceled");
});

test("what still waits in line can be taken out of it, also at its own link", async ({
  page,
  crowd,
}) => {
  await crowd.fill();
  await fillIn(page, QUESTION);
  await runButton(page).click();
  const id = await predictionId(page);
  await open(page, `/p/${id}`);
  await output(page).getByRole("button", { name: "Cancel" }).click();
  await expect(output(page).getByText("Cancelled before it started")).toBeVisible();
  await expect(output(page)).toContainText("Nothing was written.");
  expect(await get(url, id)).toMatchObject({ status: "canceled", output: null });
});

test("who only has the link is offered no way to end what somebody else runs", async ({
  page,
  stranger,
  crowd,
}) => {
  await crowd.fill();
  await fillIn(page, QUESTION);
  await runButton(page).click();
  const id = await predictionId(page);
  await open(stranger, `/p/${id}`);
  await expect(output(stranger).getByText(/in line/)).toBeVisible();
  await expect(output(stranger).getByRole("button", { name: "Cancel" })).toBeHidden();
  await crowd.leave();
  expect((await finished(url, id)).status).toBe("succeeded");
});
