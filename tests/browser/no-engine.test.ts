import { expect } from "@playwright/test";
import { expectNoFindings } from "../support/axe.ts";
import { test } from "../support/browser-test.ts";
import { open, output, predictionId, runButton } from "../support/pages.ts";

const PAGE = "/vitrine/alt-text";

test("a model that no engine here could run says so in the gallery, on its page and to who runs it", async ({
  page,
}) => {
  await page.goto("/");
  const card = page.getByRole("article").filter({ hasText: "Alt text" });
  await expect(card.getByText("Needs an engine", { exact: true })).toBeVisible();
  await open(page, PAGE);
  await expect(
    page.getByText(/^The model cannot run now: It runs on an engine elsewhere that takes images/),
  ).toBeVisible();
  await expect(output(page)).toContainText("No engine for this model is set up yet");
  await expectNoFindings(page);
  await runButton(page).click();
  await predictionId(page);
  await expect(output(page)).toContainText(
    "Your prediction is kept and runs as soon as there is one.",
  );
  await expect(output(page)).toContainText("with images: true for weights that read them");
  await expect(output(page).getByRole("progressbar")).toHaveCount(0);
  await expectNoFindings(page);
  await output(page).getByRole("button", { name: "Cancel" }).click();
  await expect(output(page)).toContainText("Cancelled before it started");
});

test("an example without a prediction runs with its image", async ({ page }) => {
  await page.goto(`${PAGE}/examples`);
  await expect(page.getByText("It sets a mood")).toBeVisible();
  await page
    .getByRole("article", { name: "An illustration" })
    .getByRole("button", { name: "Run" })
    .click();
  await predictionId(page);
  await expect(page.getByRole("img", { name: "What was given" })).toHaveAttribute(
    "src",
    /\/v1\/files\//,
  );
  await expectNoFindings(page);
});
