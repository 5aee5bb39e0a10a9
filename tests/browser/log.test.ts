import { type BrowserContext, expect, type Page } from "@playwright/test";
import { type Headers, invite } from "../support/accounts.ts";
import { sharedUrl } from "../support/api.ts";
import { expectNoFindings } from "../support/axe.ts";
import { test } from "../support/browser-test.ts";
import { deleteRows, insertRows } from "../support/log-rows.ts";
import { publishCopy } from "../support/own-models.ts";
import { scrollsSideways, tabTo } from "../support/pages.ts";
import { databaseUrlOf } from "../support/sql.ts";

const LONG = "a.column.with.a.name.that.does.not.break.anywhere".repeat(4);

let creator: { name: string; headers: Headers };
let log: string;
let ids: string[];

test.beforeAll(async () => {
  creator = await invite("creator");
  const version = await publishCopy(creator.name, "asked");
  await publishCopy(creator.name, "never-asked");
  log = `/${creator.name}/asked/predictions`;
  const begin = Date.parse("2026-05-01");
  const rows = Array.from({ length: 60 }, (_, index) => ({
    ...{ version, at: new Date(begin + index * 3_600_000).toISOString() },
    input: index === 59 ? LONG : `question number ${index}`,
    ...(index === 2 ? { state: "failed" as const, output: null, source: "api" as const } : {}),
    ...(index === 4 ? { violates: true } : {}),
  }));
  ids = await insertRows(databaseUrlOf(process.env.VITRINE_TEST_DATA ?? ""), rows);
});

test.afterAll(() => deleteRows(databaseUrlOf(process.env.VITRINE_TEST_DATA ?? ""), ids));

test("a creator finds in the log what went wrong, and opens it", async ({ page, context }) => {
  await signInAs(context, creator.headers);
  await page.goto(`/${creator.name}/asked`);
  await page.getByRole("link", { name: "Predictions" }).click();
  await expect(rows(page)).toHaveCount(50);
  await expect(rows(page).first()).toContainText(LONG);
  await page.getByRole("link", { name: "Older" }).click();
  await expect(rows(page)).toHaveCount(10);
  await page.getByRole("link", { name: "Newer" }).click();
  await expect(rows(page)).toHaveCount(50);

  await page.getByLabel("Status").selectOption("Failed");
  await page.getByRole("button", { name: "Filter" }).click();
  await expect(page).toHaveURL(/status=failed/);
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page)).toContainText("question number 2");
  await expect(page.getByLabel("Status")).toHaveValue("failed");
  await page.getByLabel("Text in the input or output").fill("nowhere");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Nothing matches.")).toBeVisible();
  await page.getByRole("link", { name: "Clear filters", exact: true }).click();
  await expect(rows(page)).toHaveCount(50);

  await page.getByRole("checkbox", { name: "Broke its rules" }).check();
  await page.getByRole("button", { name: "Filter" }).click();
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page)).toContainText("Broke its rules");
});

test("a row of the log is opened by keyboard", async ({ page, context }) => {
  await signInAs(context, creator.headers);
  await page.goto(`${log}?text=number+7`);
  await tabTo(page, page.getByRole("link", { name: "question number 7" }));
  const opened = page.waitForURL(`/p/${ids[7]}`);
  await page.keyboard.press("Enter");
  await opened;
});

test("a filter that cannot be says so beside its field, and what was chosen stays", async ({
  page,
  context,
}) => {
  await signInAs(context, creator.headers);
  await page.goto(`${log}?from=2026-05-02&to=2026-05-01&status=failed`);
  await expect(page.getByLabel("Last day, UTC")).toHaveAccessibleDescription(
    /is before the first day/,
  );
  await expect(page.getByLabel("Status")).toHaveValue("failed");
  await expectNoFindings(page);
  await page.goto(`${log}?before=nonsense`);
  await expect(page.getByText("This address names no page of the log.")).toBeVisible();
});

test("the log, its empty states and its cards on a phone have nothing for axe to find", async ({
  page,
  context,
}) => {
  await signInAs(context, creator.headers);
  await page.goto(log);
  await expectNoFindings(page);
  await page.goto(`${log}?text=nowhere`);
  await expectNoFindings(page);
  await page.goto(`/${creator.name}/never-asked/predictions`);
  await expect(page.getByText("Nothing has been run on this model yet.")).toBeVisible();
  await expectNoFindings(page);
});

test("a stranger is shown no tab for the log, and no page at its address", async ({ page }) => {
  await page.goto(`/${creator.name}/asked`);
  await expect(page.getByRole("link", { name: "Playground" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Predictions" })).toBeHidden();
  expect((await page.goto(log))?.status()).toBe(404);
});

test.describe("without JavaScript on a phone", () => {
  test.use({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } });

  test("the log is filtered, paged and read", async ({ page, context }) => {
    await signInAs(context, creator.headers);
    await page.goto(log);
    await page.getByLabel("First day, UTC").fill("2026-05-01");
    await page.getByLabel("Last day, UTC").fill("2026-05-03");
    await page.getByRole("button", { name: "Filter" }).click();
    await expect(rows(page)).toHaveCount(50);
    await page.getByRole("link", { name: "Older" }).click();
    await expect(page).toHaveURL(/from=2026-05-01.*before=/);
    await expect(rows(page)).toHaveCount(10);
    const cards = await rows(page).evaluateAll((elements) =>
      elements.map((element) => element.getBoundingClientRect().width),
    );
    expect(Math.max(...cards)).toBeLessThan(390);
  });
});

test("on a phone nothing is wider than the page", async ({ page, context }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await signInAs(context, creator.headers);
  await page.goto(log);
  await expect(rows(page)).toHaveCount(50);
  expect(await scrollsSideways(page)).toBe(false);
  const region = page.getByRole("region", { name: "Predictions" });
  const spare = await region.evaluate((element) => element.scrollWidth - element.clientWidth);
  expect(spare).toBe(0);
});

/** Without the row of headings, which is not seen on a phone. */
const rows = (page: Page) => page.getByRole("region", { name: "Predictions" }).locator("tbody tr");

async function signInAs(context: BrowserContext, headers: Headers): Promise<void> {
  const [name = "", value = ""] = (headers.cookie ?? "").split("=", 2);
  await context.addCookies([{ name, value, url: sharedUrl() }]);
}
