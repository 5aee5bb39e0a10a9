import { expect } from "@playwright/test";
import { create, finished, post, QUESTION, sharedUrl, visitorCookie } from "../support/api.ts";
import { expectNoFindings } from "../support/axe.ts";
import { LONG_QUESTION, test } from "../support/browser-test.ts";
import { signIn } from "../support/owner.ts";
import {
  evidence,
  fillIn,
  MODEL_PAGE,
  open,
  output,
  runButton,
  unfinished,
} from "../support/pages.ts";
import { databaseUrlOf, query } from "../support/sql.ts";

const url = sharedUrl();
test("the gallery and a page that is not there have nothing for axe to find", async ({ page }) => {
  await page.goto("/");
  await expectNoFindings(page);
  await page.goto("/nothing/here");
  await expectNoFindings(page);
});

test("the playground has nothing for axe to find, filled in or complained about", async ({
  page,
}) => {
  await open(page, MODEL_PAGE);
  await expectNoFindings(page);
  await page.getByRole("checkbox", { name: "Edit as text" }).check();
  await expectNoFindings(page);
  await fillIn(page, { nlq: "", cols: [] });
  await runButton(page).click();
  await expect(page.getByText(/is empty/)).toHaveCount(2);
  await expectNoFindings(page);
});

test("the owner's page about engines has nothing for axe to find", async ({ page }) => {
  await finished(url, (await create(url)).id);
  await signIn(page);
  await page.goto("/engine");
  await expect(page.getByRole("table")).toBeVisible();
  await expectNoFindings(page);
});

test("a prediction in line and one that runs have nothing for axe to find", async ({
  page,
  crowd,
}) => {
  await crowd.fill();
  await fillIn(page, LONG_QUESTION);
  await runButton(page).click();
  await expect(output(page).getByText(/in line/)).toBeVisible();
  await expectNoFindings(page);
  await crowd.leave();
  await expect(output(page).getByText(/^Running/)).toBeVisible();
  await page.route("**/v1/predictions/*", () => {}); // no more news: the page stays as it is
  await unfinished(page).waitFor();
  await expectNoFindings(page);
  await expect(output(page).getByText(/^Running/)).toBeVisible();
});

test("a finished prediction's permalink has nothing for axe to find, with everything unfolded", async ({
  page,
}) => {
  const { id } = await finished(url, (await create(url)).id);
  await open(page, `/p/${id}`);
  await expectNoFindings(page);
  for (const fold of await page.locator("summary").all()) await fold.click();
  await output(page).getByRole("link", { name: "JSON", exact: true }).click();
  await expectNoFindings(page);
});

test("a prediction that was cancelled, failed or broke rules has nothing for axe to find", async ({
  page,
}) => {
  const caller = { cookie: visitorCookie("somebody") };
  const { id } = await create(url, QUESTION, caller);
  await post(`${url}/v1/predictions/${id}/cancel`, "", caller);
  await finished(url, id);
  await open(page, `/p/${id}`);
  await expect(output(page).getByText(/^Cancelled/)).toBeVisible();
  await expectNoFindings(page);

  const store = databaseUrlOf(process.env.VITRINE_TEST_DATA ?? "");
  await query(store, "UPDATE predictions SET state = 'failed', error = 'It broke.' WHERE id = $1", [
    id,
  ]);
  await page.reload();
  await expect(output(page).getByText("It did not work")).toBeVisible();
  await expectNoFindings(page);

  await query(store, "UPDATE predictions SET state = 'succeeded', error = NULL WHERE id = $1", [
    id,
  ]);
  await page.reload();
  await expect(output(page).getByRole("region", { name: "Warning" })).toBeVisible();
  await expect(evidence(page)).toBeVisible();
  await expectNoFindings(page);
});
