import { expect, type Page } from "@playwright/test";
import { outputText } from "#contract/prediction.ts";
import { finished, sharedUrl } from "../support/api.ts";
import { test } from "../support/browser-test.ts";
import {
  chips,
  fillIn,
  output,
  predictionId,
  questionField,
  runButton,
  sentenceOf,
  untilGenerated,
} from "../support/pages.ts";

const url = sharedUrl();

/** Runs wherever text becomes markup; the browser's fixture fails the story as soon as it does. */
const EVIL = `<img src="https://evil.example/x" onerror="alert(1)">`;
const ENDS_SCRIPTS = `</script><script>alert(2)</script><!--`;

function watchDialogs(page: Page): string[] {
  const dialogs: string[] = [];
  page.on("dialog", async (dialog) => {
    dialogs.push(dialog.message());
    await dialog.dismiss();
  });
  return dialogs;
}

test("markup in a question, in a column and in the output is text everywhere", async ({
  page,
  stranger,
}) => {
  const dialogs = [watchDialogs(page), watchDialogs(stranger)];
  const input = { nlq: `count by ${EVIL} ${ENDS_SCRIPTS}`, cols: [EVIL] };
  await fillIn(page, input);
  await expect(chips(page)).toHaveText([EVIL]);
  await runButton(page).click();
  const id = await predictionId(page);
  await untilGenerated(page);
  const done = await finished(url, id);
  expect(outputText(done)).toContain("evil.example");
  await expect(output(page).getByText(sentenceOf(done))).toBeVisible();

  for (const view of [`/p/${id}`, `/p/${id}?output=json`, `/vitrine/honeycomb-nlq?from=${id}`]) {
    await stranger.goto(view);
    await expect(stranger.locator("main")).toContainText("evil.example");
    await expect(stranger.getByText("Everything a model writes here is kept")).toBeVisible();
    await expect(stranger.locator("img")).toHaveCount(0);
  }
  await expect(questionField(stranger)).toHaveValue(input.nlq);
  expect(dialogs).toEqual([[], []]);
});

test("markup in a link that fills in the form is text", async ({ page }) => {
  const dialogs = watchDialogs(page);
  const search = new URLSearchParams({ nlq: EVIL + ENDS_SCRIPTS, cols: EVIL, check: "1" });
  await page.goto(`/vitrine/honeycomb-nlq?${search}`);
  await expect(questionField(page)).toHaveValue(EVIL + ENDS_SCRIPTS);
  await expect(page.locator("img")).toHaveCount(0);
  expect(dialogs).toEqual([]);
});
