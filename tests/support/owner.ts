import { expect, type Page } from "@playwright/test";
import { vitrineCommand } from "./command.ts";

/** Signs in as the owner does: by the link that the command line makes. */
export async function signIn(
  page: Page,
  dataFolder = process.env.VITRINE_TEST_DATA ?? "",
): Promise<void> {
  const link = (await vitrineCommand(["owner-link"], { VITRINE_DATA: dataFolder })).trim();
  const { pathname, search } = new URL(link);
  await page.goto(pathname + search);
  if (new URL(page.url()).pathname === "/setup") await setUp(page);
  await expect(page).toHaveURL(/\/(account)?$/);
}

/** Makes the owner's account where nobody has yet. */
async function setUp(page: Page) {
  await page.getByLabel("Name").fill("keeper");
  await page.getByLabel("E-mail address").fill("keeper@example.org");
  await page.getByLabel("Password").fill("a long enough secret");
  await page.getByRole("button", { name: "Make the account" }).click();
  await expect(page).toHaveURL("/account");
}
