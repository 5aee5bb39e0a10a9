import { type BrowserContext, expect, type Page } from "@playwright/test";
import { type Headers, invite } from "../support/accounts.ts";
import { finished, post, QUESTION, sharedUrl } from "../support/api.ts";
import { expectNoFindings } from "../support/axe.ts";
import { test } from "../support/browser-test.ts";
import { COPY_TITLE, publishCopy } from "../support/own-models.ts";
import { untilScripted } from "../support/pages.ts";

async function publishOne(name = "edited") {
  const { name: owner, headers } = await invite("creator");
  const version = await publishCopy(owner, name);
  return { model: `/${owner}/${name}`, headers, version };
}

async function signInAs(context: BrowserContext, { cookie = "" }: Headers) {
  const [name = "", value = ""] = cookie.split("=", 2);
  await context.addCookies([{ name, value, url: sharedUrl() }]);
}

const editor = (page: Page, file = "model.yaml") => page.getByRole("textbox", { name: file });
const preview = (page: Page) => page.getByRole("region", { name: "What visitors see" });
const changes = (page: Page) => page.getByRole("region", { name: "What would change" });
const publishButton = (page: Page) =>
  page.getByRole("button", { name: "Publish as a new version" });

async function change(page: Page, from: string | RegExp, to: string) {
  const text = await editor(page).inputValue();
  expect(text).toMatch(from);
  await editor(page).fill(text.replace(from, to));
}

test("a creator edits a model on its page, sees what visitors would get, mends a mistake and publishes", async ({
  page,
}) => {
  const { model, headers } = await publishOne();
  const made = await post(`${sharedUrl()}/v1/models${model}/predictions`, { input: QUESTION });
  const { id } = await finished(sharedUrl(), (await made.json()).id);
  await signInAs(page.context(), headers);
  await page.goto(model);
  await page.getByRole("link", { name: "Settings" }).click();
  await untilScripted(page);
  await expect(preview(page)).toContainText(COPY_TITLE);
  await expect(publishButton(page)).toBeDisabled();
  await expectNoFindings(page);

  await change(page, `title: ${COPY_TITLE}`, "title: Edited on its page");
  await expect(preview(page)).toContainText("Edited on its page");
  await expect(changes(page)).toContainText(COPY_TITLE);

  await change(page, "type: text-list", "type: text-lists");
  const mistake = page.getByRole("button", { name: /^model\.yaml, line \d+: inputs\.1\.type/ });
  await expect(mistake).toBeVisible();
  await expect(publishButton(page)).toBeDisabled();
  await expect(page.getByText("There is a mistake to mend first.")).toBeVisible();
  await expectNoFindings(page);
  await mistake.click();
  await expect(editor(page)).toBeFocused();
  const selected = await editor(page).evaluate((field: HTMLTextAreaElement) =>
    field.value.slice(field.selectionStart, field.selectionEnd),
  );
  expect(selected).toContain("text-lists");

  await change(page, "type: text-lists", "type: text-list");
  await expect(publishButton(page)).toBeEnabled();
  await publishButton(page).click();
  await expect(page.getByText(/^Version [0-9a-f]{8} is current now/)).toBeVisible();
  await expect(page.getByRole("heading", { name: "Edited on its page" })).toBeVisible();
  await page.goto(`/p/${id}`);
  await expect(page.getByRole("region", { name: "Input" })).toContainText(QUESTION.nlq);
});

test("what is typed outlives a reload, and is there until it is discarded", async ({ page }) => {
  const { model, headers } = await publishOne();
  await signInAs(page.context(), headers);
  await page.goto(`${model}/settings?file=README.md`);
  await untilScripted(page);
  const published = await editor(page, "README.md").inputValue();
  await editor(page, "README.md").fill("# Not published yet");
  await expect(changes(page)).toContainText("# Not published yet");
  page.on("dialog", (dialog) => dialog.accept());
  await page.reload();
  await expect(editor(page, "README.md")).toHaveValue("# Not published yet");
  await page.getByRole("button", { name: "Discard changes" }).click();
  await expect(editor(page, "README.md")).toHaveValue(published);
  await expect(changes(page)).toBeHidden();
});

test("who publishes over somebody else's new version is told, and keeps the text", async ({
  page,
}) => {
  const { model, headers } = await publishOne();
  await signInAs(page.context(), headers);
  await page.goto(`${model}/settings`);
  await untilScripted(page);
  await change(page, `title: ${COPY_TITLE}`, "title: Mine");
  await expect(publishButton(page)).toBeEnabled();
  const [, owner = "", name = ""] = model.split("/");
  await publishCopy(owner, name, {
    "model.yaml": (text) => text.replace(COPY_TITLE, "Theirs"),
  });
  await publishButton(page).click();
  await expect(page.locator("p[role=alert]", { hasText: "Another version" })).toContainText(
    "Another version has become current since you began",
  );
  await expect(editor(page)).toHaveValue(/title: Mine/);
});

test("a creator makes a model private, and strangers no longer find it", async ({
  page,
  stranger,
}) => {
  const { model, headers } = await publishOne();
  await signInAs(page.context(), headers);
  await page.goto(`${model}/settings`);
  await untilScripted(page);
  await page.getByRole("radio", { name: "Private" }).check();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("It is private now.")).toBeVisible();
  expect((await stranger.goto(model))?.status()).toBe(404);
});

test("a model can be edited and published by keyboard alone", async ({ page }) => {
  const { model, headers } = await publishOne();
  await signInAs(page.context(), headers);
  await page.goto(`${model}/settings`);
  await untilScripted(page);
  await editor(page).focus();
  await page.keyboard.press("ControlOrMeta+Home");
  await page.keyboard.press("End");
  await page.keyboard.type(" by keyboard");
  await expect(publishButton(page)).toBeEnabled();
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press("Tab");
    if (await publishButton(page).evaluate((button) => button === document.activeElement)) break;
  }
  await expect(publishButton(page)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: /by keyboard$/ })).toBeVisible();
});
