import { expect, type Page } from "@playwright/test";
import type { Prediction } from "#contract/prediction.ts";
import { finished, QUESTION, sharedUrl } from "../support/api.ts";
import { expectNoFindings } from "../support/axe.ts";
import { test } from "../support/browser-test.ts";
import { fillIn, MODEL_PAGE, open, output, runButton } from "../support/pages.ts";

const dialog = (page: Page) => page.getByRole("dialog", { name: "Share this prediction" });

async function runToTheEnd(page: Page): Promise<Prediction> {
  await open(page, MODEL_PAGE);
  await fillIn(page, QUESTION);
  await runButton(page).click();
  await expect(page).toHaveURL(/\/p\//);
  const id = new URL(page.url()).pathname.slice("/p/".length);
  return finished(sharedUrl(), id);
}

test("whoever made a prediction sees what a link will show, leaves out the columns, and sends it", async ({
  page,
  stranger,
}) => {
  await runToTheEnd(page);
  await output(page).getByRole("button", { name: "Share" }).click();
  await expect(dialog(page)).toBeVisible();
  const shown = dialog(page).getByRole("region", { name: "What the link will show" });
  await expect(shown).toContainText(QUESTION.nlq);
  await expect(shown).toContainText("service.name");
  await dialog(page).getByRole("checkbox", { name: "Columns" }).uncheck();
  await expect(shown).not.toContainText("service.name");
  await expectNoFindings(page);
  await dialog(page).getByRole("button", { name: "Make the link" }).click();
  const link = dialog(page).locator(".bg-accent-soft .code");
  const { pathname } = new URL((await link.textContent()) ?? "");
  await expectNoFindings(page);

  await stranger.goto(pathname);
  await expect(stranger.getByRole("heading", { level: 1 })).toHaveText("Ask Honeycomb");
  const input = stranger.getByRole("region", { name: "Input" });
  await expect(input).toContainText(QUESTION.nlq);
  await expect(input).toContainText("This was not shared.");
  expect(await stranger.content()).not.toContain("service.name");
  await expectNoFindings(stranger);

  await dialog(page)
    .getByRole("button", { name: /^Revoke the link/ })
    .click();
  await expect(dialog(page).getByText("There are none.")).toBeVisible();
  expect((await stranger.goto(pathname))?.status()).toBe(410);
  await expect(stranger.getByRole("heading")).toHaveText("This link opens nothing");
});

test("the dialog is opened, filled in and closed without a mouse", async ({ page }) => {
  await runToTheEnd(page);
  const button = output(page).getByRole("button", { name: "Share" });
  await button.focus();
  await page.keyboard.press("Enter");
  await expect(dialog(page)).toBeVisible();
  await dialog(page)
    .getByLabel(/A note for yourself/)
    .focus();
  await page.keyboard.type("for Ada");
  await page.keyboard.press("Enter");
  await expect(dialog(page).getByText("for Ada")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog(page)).toBeHidden();
});

test("a stranger who only sees a prediction is offered no link to it", async ({
  page,
  stranger,
}) => {
  const { id } = await runToTheEnd(page);
  await open(stranger, `/p/${id}`);
  await expect(output(stranger).getByRole("button", { name: "Share" })).toBeHidden();
});
