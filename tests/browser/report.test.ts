import { expect, type Page } from "@playwright/test";
import { create, finished, sharedUrl } from "../support/api.ts";
import { expectNoFindings } from "../support/axe.ts";
import { test } from "../support/browser-test.ts";
import { signIn } from "../support/owner.ts";
import { MODEL_PAGE, open, output, scrollsSideways } from "../support/pages.ts";

const url = sharedUrl();
const dialog = (page: Page, name: string) => page.getByRole("dialog", { name });
const made = async () => (await finished(url, (await create(url)).id)).id;

test("a visitor reports an output, and the model's creator reads and closes the report", async ({
  page,
  stranger,
}) => {
  const id = await made();
  await open(stranger, `/p/${id}`);
  await output(stranger).getByRole("button", { name: "Report" }).click();
  const question = dialog(stranger, "Report this output");
  await expect(question).toBeVisible();
  await question.getByRole("button", { name: "Send the report" }).click();
  await expect(question.getByText(/say what you expected/)).toBeVisible();
  await expectNoFindings(stranger);
  await question.getByLabel(/What did you expect/).fill("A count\nby route");
  await question.getByRole("button", { name: "Send the report" }).click();
  await expect(question.getByText(/^Thank you/)).toBeVisible();
  await question.getByRole("button", { name: "Done" }).click();
  await stranger.reload();
  await expect(stranger.getByRole("region", { name: "Reports" })).toBeHidden();

  await signIn(page);
  await open(page, `/p/${id}`);
  await page.getByRole("link", { name: "1 open report" }).click();
  const reports = page.getByRole("region", { name: "Reports" });
  await expect(reports).toContainText("A count\nby route");
  await expectNoFindings(page);
  await reports.getByRole("button", { name: "Close" }).click();
  await expect(reports.getByText(/closed just now/)).toBeVisible();
  await expect(reports.getByRole("button", { name: "Close" })).toBeHidden();
  await expect(page.getByRole("link", { name: /open report/ })).toBeHidden();
});

test("a report is made and left by keyboard", async ({ page }) => {
  await open(page, `/p/${await made()}`);
  await output(page).getByRole("button", { name: "Report" }).focus();
  await page.keyboard.press("Enter");
  const question = dialog(page, "Report this output");
  await expect(question).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(question).toBeHidden();
  await expect(output(page).getByRole("button", { name: "Report" })).toBeFocused();
});

test("a creator puts a prediction among the examples, others start from it, and it is taken off again", async ({
  page,
  stranger,
}) => {
  const id = await made();
  await open(stranger, `/p/${id}`);
  await expect(output(stranger).getByRole("button", { name: "Add to examples" })).toBeHidden();

  await signIn(page);
  await open(page, `/p/${id}`);
  await output(page).getByRole("button", { name: "Add to examples" }).click();
  const question = dialog(page, "Add to examples");
  await question.getByLabel(/A title for it/).fill("The slowest endpoints");
  await expectNoFindings(page);
  await question.getByRole("button", { name: "Add it" }).click();
  await question.getByRole("link", { name: "See the examples" }).click();
  await expect(page).toHaveURL(`${MODEL_PAGE}/examples`);
  const card = page.getByRole("article", { name: "The slowest endpoints" });
  await expect(card).toContainText("slowest 10 endpoints");
  await expectNoFindings(page);

  await stranger.setViewportSize({ width: 390, height: 844 });
  await stranger.goto(`${MODEL_PAGE}/examples`);
  expect(await scrollsSideways(stranger)).toBe(false);
  const seen = stranger.getByRole("article", { name: "The slowest endpoints" });
  await expect(seen.getByText("Remove")).toBeHidden();
  await seen.getByRole("link", { name: "Try with these inputs" }).click();
  await expect(stranger).toHaveURL(`${MODEL_PAGE}?from=${id}`);

  await card.getByText("Remove", { exact: true }).click();
  await card.getByRole("button", { name: "Yes: remove" }).click();
  await expect(card).toBeHidden();
  await expect(page.getByRole("article").first()).toBeVisible();
});

test("an example that nobody has run yet is run from its card", async ({ page }) => {
  await page.goto(`${MODEL_PAGE}/examples`);
  const card = page.getByRole("article", { name: "Declined payments by reason" });
  await card.getByRole("button", { name: "Run" }).click();
  await expect(page).toHaveURL(/\/p\//);
  await expect(page.getByRole("region", { name: "Input" })).toContainText("declined");
});
