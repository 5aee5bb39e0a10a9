import { expect } from "@playwright/test";
import { invite, newName, PASSWORD } from "../support/accounts.ts";
import { expectNoFindings } from "../support/axe.ts";
import { test } from "../support/browser-test.ts";
import { signIn } from "../support/owner.ts";

test("the owner invites somebody, who makes an account by the link and signs in again later", async ({
  page,
  stranger,
}) => {
  await signIn(page);
  await page.getByRole("link", { name: "Account" }).click();
  await page.getByRole("link", { name: "People and invitations" }).click();
  await page.getByRole("radio", { name: /Creator/ }).check();
  await page.getByRole("button", { name: "Make the link" }).click();
  const told = page.getByRole("region", { name: "The invitation's link" });
  const link = (await told.locator(".code").textContent()) ?? "";
  await expectNoFindings(page);

  const { pathname, search } = new URL(link);
  const name = newName("ada");
  await stranger.goto(pathname + search);
  await expectNoFindings(stranger);
  await stranger.getByLabel("Name").fill(name);
  await stranger.getByLabel("E-mail address").fill(`${name}@example.org`);
  await stranger.getByLabel("Password").fill("short");
  await stranger.getByRole("button", { name: "Make the account" }).click();
  await expect(stranger.getByText(/Password is too short/)).toBeVisible();
  await stranger.getByLabel("Password").fill(PASSWORD);
  await stranger.keyboard.press("Enter");
  await expect(stranger.getByRole("heading", { level: 1 })).toHaveText(name);

  await stranger.getByRole("button", { name: "Sign out", exact: true }).click();
  await expect(stranger.getByRole("link", { name: "Sign in" })).toBeVisible();
  await stranger.getByRole("link", { name: "Sign in" }).click();
  await expectNoFindings(stranger);
  await stranger.getByLabel("E-mail address").fill(`${name}@example.org`);
  await stranger.getByLabel("Password").fill(PASSWORD);
  await stranger.getByRole("button", { name: "Sign in" }).click();
  await expect(stranger).toHaveURL("/");
  await expect(stranger.getByRole("link", { name: "Account" })).toBeVisible();
});

test("a token is shown once, found again by its beginning, and revoked", async ({ page }) => {
  const { headers } = await invite("creator");
  const [name = "", value = ""] = (headers.cookie ?? "").split("=", 2);
  await page.context().addCookies([{ name, value, url: process.env.VITRINE_TEST_URL ?? "" }]);
  await page.goto("/account");
  await expectNoFindings(page);
  await page.getByLabel("What for").fill("my notebook");
  await page.getByRole("button", { name: "Make the token" }).click();
  const told = page.getByRole("region", { name: "Your new token" });
  const token = (await told.locator(".code").textContent()) ?? "";
  expect(token).toMatch(/^vt_[\w-]{32}$/);
  await told.getByRole("button", { name: "Done" }).click();
  await expect(page.getByText(`${token.slice(0, 8)}…`)).toBeVisible();
  expect(await page.content()).not.toContain(token);
  await page.getByText("Revoke my notebook", { exact: true }).click();
  await expectNoFindings(page);
  await page.getByRole("button", { name: "Yes: revoke my notebook" }).click();
  await expect(page.getByText("You have no tokens.")).toBeVisible();
});

test("pages of accounts are nobody's without one", async ({ page }) => {
  await page.goto("/account");
  await expect(page).toHaveURL("/sign-in");
  expect((await page.goto("/account/people"))?.status()).toBe(404);
  expect((await page.goto("/setup?token=AAAAAAAAAAAAAAAAAAAAAA"))?.status()).toBe(404);
});
