import { expect, type Page } from "@playwright/test";
import { create, finished, post, sharedUrl } from "../support/api.ts";
import { test } from "../support/browser-test.ts";
import { signIn } from "../support/owner.ts";
import { fillIn, MODEL_PAGE, open, output, runButton, untilGenerated } from "../support/pages.ts";
import { shippedDefinition } from "../support/shipped.ts";
import { visitorHeaders } from "../support/visitors.ts";

const url = sharedUrl();
const QUESTION = { nlq: "count by region", cols: ["region"] };

const modelPath = async () => `/v1/engine/models/${(await shippedDefinition()).weights.sha256}`;

const engine = (page: Page) => page.getByRole("region", { name: "Bundled engine" });
const model = (page: Page) => engine(page).getByRole("article", { name: /SmolLM2-135M/ });
const button = (page: Page, name: string) => model(page).getByRole("button", { name, exact: true });

// Whatever a story leaves behind, the next one finds the model loaded.
test.afterEach(async () => {
  await finished(url, (await create(url, QUESTION)).id);
});

test("the owner finds from any page what is loaded, what it takes, and who uses it", async ({
  page,
}) => {
  await finished(url, (await create(url, QUESTION)).id);
  await signIn(page);
  await open(page, MODEL_PAGE);
  await page.getByRole("link", { name: "Engines" }).click();
  await expect(page).toHaveURL("/engine");
  await expect(model(page)).toContainText("Loaded");
  await expect(model(page)).toContainText(/Memory\d+ MB/);
  await expect(model(page)).toContainText(/Loading took\d+\.\d s/);
  await expect(model(page)).toContainText(/Last used(just now|\d+ minutes? ago)/);
  await expect(model(page)).toContainText(/When idleUnloaded after \d+ min/);
  // Tried out while nothing else runs, some seconds after loading.
  await expect(async () => {
    await page.reload();
    const isSame = "the same request gives the same bits: alone yes";
    await expect(model(page)).toContainText(isSame, { timeout: 1_000 });
  }).toPass();
  await model(page).getByRole("link", { name: "Ask Honeycomb" }).click();
  await expect(page).toHaveURL(MODEL_PAGE);
});

test("the owner reads what idling costs here, and which window is sensible", async ({ page }) => {
  await finished(url, (await create(url, QUESTION)).id);
  await signIn(page);
  await page.goto("/engine");
  const report = page.getByRole("region", { name: "What idling costs and saves" });
  await expect(report).toContainText(/\d+ predictions? in the last hour: [\d.,]+ an hour/);
  await expect(report).toContainText(/Sensible here: (never unload|unload after 5 min)\./);
  const rows = report.getByRole("table").getByRole("row");
  await expect(rows).toHaveText([
    /^Unload after/,
    /^never.*0\s%none100\s%$/,
    /^5 min.*\s%/,
    /^15 min.*\s%/,
    /^1 hour.*\s%/,
  ]);
  await expect(report.getByText("(sensible)")).toHaveCount(1);
});

test("nobody but the owner finds the page, its link or its buttons", async ({ page }) => {
  await open(page, MODEL_PAGE);
  await expect(page.getByRole("link", { name: "Engines" })).toBeHidden();
  const response = await page.goto("/engine");
  expect(response?.status()).toBe(404);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("There is nothing here");
  for (const headers of [{}, visitorHeaders("somebody")]) {
    const answer = await post(url + (await modelPath()), { loaded: false }, headers);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({
      detail: "There is nothing at this address, or it is not shared with you.",
    });
  }
});

test("the owner unloads a model; its page says that it is asleep, and the next Run wakes it", async ({
  page,
  stranger,
}) => {
  await signIn(page);
  await page.goto("/engine");
  await button(page, "Unload").click();
  await expect(page).toHaveURL("/engine");
  await expect(model(page)).toContainText("Not loaded");
  await open(stranger, MODEL_PAGE);
  await expect(
    stranger.getByText(/^The model is asleep; it takes about \d+ s to wake/),
  ).toBeVisible();
  await fillIn(stranger, QUESTION);
  await runButton(stranger).click();
  await untilGenerated(stranger);
  await expect(output(stranger)).toContainText("How it was made");
  await page.reload();
  await expect(model(page)).toContainText("Loaded");
});

test("a model can be kept loaded, and let go again", async ({ page }) => {
  await signIn(page);
  await page.goto("/engine");
  await button(page, "Keep it loaded").click();
  await expect(model(page)).toContainText("Loaded, and kept");
  await expect(model(page)).toContainText("When idleStays loaded");
  await button(page, "Unload it when idle").click();
  await expect(model(page)).toContainText(/When idleUnloaded after/);
});

test("an engine is not told what is no wish", async ({ page }) => {
  await signIn(page);
  const data = { loaded: "yes", keeps: true };
  const wrong = await page.request.post(await modelPath(), { data });
  expect(wrong.status()).toBe(422);
  expect(await wrong.text()).toContain("keeps is not a key of this request");
  const nowhere = await page.request.post(`/v1/engine/models/${"0".repeat(64)}`, {
    data: { loaded: true },
  });
  expect(nowhere.status()).toBe(404);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("the page is whole, and its buttons load and unload", async ({ page }) => {
    await finished(url, (await create(url, QUESTION)).id);
    await signIn(page);
    await page.goto("/engine");
    await expect(page.getByRole("table")).toBeVisible();
    await button(page, "Unload").click();
    await expect(model(page)).toContainText("Not loaded");
    await page.goto(MODEL_PAGE);
    await expect(page.getByText(/^The model is asleep/)).toBeVisible();
    await page.goto("/engine");
    await button(page, "Load").click();
    await expect(page).toHaveURL("/engine");
    await expect(model(page)).toContainText("Loaded"); // it reloads itself until then
  });
});
