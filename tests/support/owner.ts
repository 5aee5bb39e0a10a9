import { expect, type Page } from "@playwright/test";
import { invite, ownerLink, PASSWORD } from "./accounts.ts";

/** Signs in as the owner does: by the link that the command line makes, which leads to the making of the account at first. */
export async function signIn(page: Page, dataFolder?: string): Promise<void> {
  const { pathname, search } = await ownerLink(dataFolder);
  await page.goto(pathname + search);
  if (new URL(page.url()).pathname !== "/setup") return expect(page).toHaveURL("/");
  await page.getByLabel("Name").fill("owner");
  await page.getByLabel("E-mail address").fill("owner@example.org");
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Make the account" }).click();
  await expect(page).toHaveURL("/account");
  await page.goto("/");
}

/** Makes somebody an account, and signs in with it. */
export async function signInAs(page: Page, role: "creator" | "reviewer") {
  const account = await invite(role);
  await page.goto("/sign-in");
  await page.getByLabel("E-mail address").fill(account.email);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL("/");
  return account;
}
