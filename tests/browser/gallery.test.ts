import { expect, type Page } from "@playwright/test";
import { invite, newName } from "../support/accounts.ts";
import { post, QUESTION, sharedUrl } from "../support/api.ts";
import { expectNoFindings } from "../support/axe.ts";
import { test } from "../support/browser-test.ts";
import { publishCopy } from "../support/own-models.ts";
import { signInAs } from "../support/owner.ts";

const search = (page: Page) => page.getByRole("searchbox", { name: "Search the models" });
const titles = (page: Page) => page.getByRole("article").getByRole("heading");

test("a visitor finds a model by words of its title, its description or its README", async ({
  page,
}) => {
  await page.goto("/");
  await expectNoFindings(page);
  await search(page).fill("ask SQL");
  await search(page).press("Enter");
  await expect(page).toHaveURL("/?q=ask+SQL&sort=name");
  await expect(titles(page)).toHaveText(["Ask in SQL"]);
  await expect(page.getByRole("article")).toContainText("vitrine/text-to-sql");
  await expect(search(page)).toHaveValue("ask SQL");
});

test("a search that finds nothing says so, and leads back to all models", async ({ page }) => {
  await page.goto("/?q=no-such-word-anywhere");
  await expect(page.getByText("No model says anything of “no-such-word-anywhere”.")).toBeVisible();
  await expectNoFindings(page);
  await page.getByRole("link", { name: "all models", exact: true }).click();
  await expect(page).toHaveURL("/");
  await expect(titles(page).filter({ hasText: "Ask in SQL" })).toBeVisible();
});

test("models are in the order that is asked for, and one that is not public in no stranger's list", async ({
  page,
}) => {
  const { name: owner } = await invite("creator");
  const word = newName("word");
  const readme = { "README.md": (text: string) => `${text}\n${word}\n` };
  for (const name of ["a-quiet", "b-busy"]) await publishCopy(owner, name, readme);
  await publishCopy(owner, "c-hidden", {
    ...readme,
    "model.yaml": (text) => `${text}visibility: private\n`,
  });
  await post(`${sharedUrl()}/v1/models/${owner}/b-busy/predictions`, { input: QUESTION });
  const names = async (sort: string) => {
    await page.goto(`/?q=${word}&sort=${sort}`);
    return page
      .getByRole("article")
      .locator("a")
      .evaluateAll((links) => links.map((link) => link.getAttribute("href")?.split("/")[2]));
  };
  expect(await names("name")).toEqual(["a-quiet", "b-busy"]);
  expect(await names("runs")).toEqual(["b-busy", "a-quiet"]);
  expect(await names("new")).toEqual(["b-busy", "a-quiet"]);
});

test("more models than a page holds are on further pages", async ({ page }) => {
  const { name: owner, headers } = await signInAs(page, "creator");
  const word = newName("word");
  for (let index = 0; index <= 60; index++) {
    const model = { owner, name: `m-${String(index).padStart(2, "0")}`, description: word };
    // Their own alone, as other stories look for theirs on the first page.
    const wanted = { ...model, visibility: "private", hardware: "bundled" };
    const answer = await post(`${sharedUrl()}/v1/models`, wanted, headers);
    expect(answer.status, await answer.text()).toBe(201);
  }
  await page.goto(`/?q=${word}`);
  await expect(titles(page)).toHaveCount(60);
  await expectNoFindings(page);
  await page.getByRole("link", { name: "Next" }).click();
  await expect(page.getByText("Page 2 of 2, 61 models")).toBeVisible();
  await expect(page.getByRole("article")).toContainText(`${owner}/m-60`);
  await page.goto(`/?q=${word}&page=99`);
  await expect(page.getByRole("article")).toContainText(`${owner}/m-60`);
  await page.getByRole("link", { name: "Previous" }).click();
  await expect(titles(page)).toHaveCount(60);
});
