import { expect, type Page } from "@playwright/test";
import { newName, signInOwner } from "../support/accounts.ts";
import { create, finished, QUESTION, sharedUrl } from "../support/api.ts";
import { expectNoFindings } from "../support/axe.ts";
import { test } from "../support/browser-test.ts";
import { publishCopy } from "../support/own-models.ts";
import { signIn } from "../support/owner.ts";
import { MODEL_PAGE, open, output, readClipboard, scrollsSideways } from "../support/pages.ts";

const API_PAGE = `${MODEL_PAGE}/api`;

const languages = (page: Page) => page.getByRole("navigation", { name: "Language" });
const code = (page: Page, title: string) => page.getByRole("region", { name: title });
const inputs = (page: Page) => page.getByRole("table", { name: "Inputs" });

test("the API tab tells what a model takes and gives", async ({ page }) => {
  await page.goto(MODEL_PAGE);
  const tabs = page.getByRole("navigation", { name: "Model" });
  await tabs.getByRole("link", { name: "API" }).click();
  await expect(page).toHaveURL(API_PAGE);
  const question = inputs(page).getByRole("row", { name: /^nlq/ });
  await expect(question).toContainText("string");
  await expect(question).toContainText("1 to 300 characters");
  await expect(inputs(page).getByRole("row", { name: /^cols/ })).toContainText("array of string");
  const given = page.getByRole("table", { name: "Output" });
  await expect(given.getByRole("row", { name: /^urls.stream/ })).toBeVisible();
  await expect(page.getByText("it needs no token")).toBeVisible();
});

test("a visitor chooses a language, which the address keeps, and copies its code", async ({
  page,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await open(page, API_PAGE);
  await languages(page).getByRole("link", { name: "Python" }).click();
  await expect(page).toHaveURL(/language=python/);
  const python = code(page, "With Replicate’s client");
  await expect(python).toContainText("import replicate");
  await expect(python).toContainText(new URL(sharedUrl()).port);
  await page.getByRole("button", { name: "Copy: With Replicate’s client" }).click();
  await expect(page.getByRole("button", { name: "Copied" })).toBeVisible();
  expect(await readClipboard(page)).toBe(await python.locator("pre").textContent());
  await page.reload();
  await expect(python).toContainText("import replicate");
});

test("the code holds what the address fills in, in every language", async ({ page }) => {
  const search = new URLSearchParams({ nlq: 'it\'s "here"', cols: "a\nb" });
  await page.goto(`${API_PAGE}?${search}`);
  await expect(code(page, "The request")).toContainText('"nlq": "it\'s \\"here\\""');
  await expect(page.getByText("With the inputs that this page’s address holds.")).toBeVisible();
  await languages(page).getByRole("link", { name: "Elixir" }).click();
  await expect(code(page, "With Elixir alone")).toContainText('"cols" => ["a", "b"]');
});

test("a prediction's API link leads to the code that asks the same", async ({ page }) => {
  const { id } = await finished(sharedUrl(), (await create(sharedUrl())).id);
  await page.goto(`/p/${id}`);
  await output(page).getByRole("link", { name: "Use the API" }).click();
  await expect(page).toHaveURL(`${API_PAGE}?from=${id}`);
  await expect(code(page, "The request")).toContainText(QUESTION.nlq);
  await expect(page.getByRole("link", { name: "one prediction" })).toHaveAttribute(
    "href",
    `/p/${id}`,
  );
  await page.goto(`${API_PAGE}?from=aaaaaaaaaaaaaaaaaaaaaaaaaa`);
  await expect(page).toHaveURL(API_PAGE);
});

test("the code of a private model reads a token from the environment", async ({ page }) => {
  const owner = newName("private");
  await publishCopy(owner, "called");
  const answer = await fetch(`${sharedUrl()}/v1/models/${owner}/called`, {
    ...{ method: "PATCH", body: JSON.stringify({ visibility: "private" }) },
    headers: { ...(await signInOwner()), "content-type": "application/json" },
  });
  expect(answer.status).toBe(200);
  await signIn(page);
  await page.goto(`/${owner}/called/api?language=curl`);
  await expect(code(page, "Make a prediction")).toContainText("Bearer $VITRINE_API_TOKEN");
  await expect(page.getByText("This model is private")).toBeVisible();
  await page.getByRole("link", { name: "your account" }).click();
  await expect(page).toHaveURL("/account");
});

test("the API tab has nothing for axe to find in any language", async ({ page }) => {
  test.slow();
  await page.goto(API_PAGE);
  for (const language of await languages(page).getByRole("link").allTextContents()) {
    await languages(page).getByRole("link", { name: language }).click();
    await expect(languages(page).locator("[aria-current]")).toHaveText(language);
    await expect(page).toHaveTitle(/^API of /); // it comes a moment after the page
    await expectNoFindings(page);
  }
});

test.describe("on a phone, without JavaScript", () => {
  test.use({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } });

  test("every language opens, and only code and tables scroll sideways", async ({ page }) => {
    await page.goto(API_PAGE);
    await languages(page).getByRole("link", { name: "Node.js" }).click();
    await expect(code(page, "With fetch alone")).toContainText("await fetch(");
    await expect(page.getByRole("button", { name: /^Copy/ })).toHaveCount(0);
    const { scrollWidth, clientWidth } = await page
      .getByRole("region", { name: "Inputs" })
      .evaluate(({ scrollWidth, clientWidth }) => ({ scrollWidth, clientWidth }));
    expect(scrollWidth).toBeGreaterThan(clientWidth);
    expect(await scrollsSideways(page)).toBe(false);
  });
});
