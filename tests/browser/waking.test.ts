import fs from "node:fs";
import path from "node:path";
import { expect, type Page } from "@playwright/test";
import { shippedFolders } from "#server/shipped-weights.ts";
import { get } from "../support/api.ts";
import { expectNoFindings } from "../support/axe.ts";
import {
  chips,
  fillIn,
  MODEL_PAGE,
  open,
  output,
  predictionId,
  questionField,
  runButton,
  stopButton,
  untilGenerated,
} from "../support/pages.ts";
import { test } from "../support/waking-test.ts";

/** The shipped models that these engines have the weights of, whose examples wait in line. */
const SHIPPED = shippedFolders().filter((folder) =>
  fs.readFileSync(path.join(folder, "model.yaml"), "utf8").includes("sha256:"),
).length;

// They tell one engine's day: it wakes for the first time, sleeps, wakes again, and fails.

test.describe.configure({ mode: "serial" });

const QUESTION = { nlq: "count by region", cols: ["region"] };

const bar = (page: Page) => page.getByRole("progressbar", { name: "Loading the model" });
const limits = (page: Page) => page.getByRole("region", { name: "Limits" });

test("while a model loads the page says how far it is, and the form can be filled in meanwhile", async ({
  page,
  elsewhere: { workstation },
}) => {
  await open(page, MODEL_PAGE);
  await expect(
    page.getByText(/^The model is waking, 10 %.*You can press Run already/),
  ).toBeVisible();
  await expect(bar(page)).toHaveAttribute("aria-valuenow", "10");
  await questionField(page).fill("something of my own");
  workstation.set({ state: "loading", progress: 0.3 });
  await expect(bar(page)).toHaveAttribute("aria-valuenow", "30");
  await expect(page.getByText(/^The model is waking, 30 %, about \d+ s left/)).toBeVisible();
  await expect(questionField(page)).toHaveValue("something of my own");
  await expectNoFindings(page);
});

test("Run queues while the model loads, the progress moves, the form stays free, and Cancel works", async ({
  page,
  elsewhere: { workstation, vitrine },
}) => {
  await fillIn(page, QUESTION);
  await runButton(page).click();
  const id = await predictionId(page);
  await expect(output(page).getByText(/^Waking the model, 30 %/)).toBeVisible();
  workstation.set({ state: "loading", progress: 0.6 });
  await expect(output(page).getByText(/^Waking the model, 60 %, about \d+ s left$/)).toBeVisible();
  await expect(bar(page)).toHaveAttribute("aria-valuenow", "60");
  await questionField(page).fill("the next question");
  await expect(chips(page)).toHaveText(QUESTION.cols);
  await expectNoFindings(page);
  const { wait } = await get(vitrine.url, id);
  // An example of each shipped model waits too, and came first.
  expect(wait).toMatchObject({ reason: "waking", progress: 0.6, position: SHIPPED + 1 });
  expect(wait?.waking_seconds).toBeGreaterThan(0);

  await stopButton(page).click();
  await expect(output(page).getByText("Cancelled before it started")).toBeVisible();
  expect((await get(vitrine.url, id)).status).toBe("canceled");
  await expect(questionField(page)).toHaveValue("the next question");
});

test("what waits for a model says its place, at its own link too and without JavaScript, and runs once it is awake", async ({
  page,
  browser,
  elsewhere: { workstation, vitrine },
}) => {
  await fillIn(page, QUESTION);
  await runButton(page).click();
  const first = await predictionId(page);
  await open(page, MODEL_PAGE);
  await runButton(page).click();
  const second = await predictionId(page, first);
  await expect(output(page).getByText(`Your prediction is ${SHIPPED + 2}th in line`)).toBeVisible();
  const plain = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await plain.goto(`${vitrine.url}/p/${second}`);
  await expect(output(plain).getByText(/^Waking the model, 60 %/)).toBeVisible();
  await expect(bar(plain)).toHaveAttribute("aria-valuenow", "60");

  workstation.set({});
  await untilGenerated(page);
  await expect(output(plain).getByText(/^Generated in/)).toBeVisible();
  expect((await get(vitrine.url, first)).status).toBe("succeeded");
  await plain.context().close();
});

test("a model that is asleep says so beside Run, wakes for it, and next time says how long that takes", async ({
  page,
  elsewhere: { workstation },
}) => {
  workstation.set({ state: "unloaded" });
  await expect(async () => {
    await open(page, MODEL_PAGE);
    await expect(page.getByText("The model is asleep; it wakes when you press Run.")).toBeVisible({
      timeout: 1_000,
    });
  }).toPass();
  await runButton(page).click();
  await expect(output(page).getByText(/^Waking the model/)).toBeVisible();
  const loads = () => workstation.calls.filter(({ path }) => path === "/models/load");
  await expect.poll(() => loads().length).toBeGreaterThan(0);
  workstation.set({});
  await untilGenerated(page);

  workstation.set({ state: "unloaded" });
  await expect(async () => {
    await open(page, MODEL_PAGE);
    const note = /^The model is asleep; it takes about \d+ s to wake when you press Run\.$/;
    await expect(page.getByText(note)).toBeVisible({ timeout: 1_000 });
  }).toPass();
});

test("what the engine cannot do is said on the model's page, and beside what it wrote", async ({
  page,
  elsewhere: { workstation, hosted },
}) => {
  await open(page, MODEL_PAGE);
  await expect(limits(page)).toBeHidden();
  workstation.set({ state: "died" });
  hosted.set({});
  await expect(async () => {
    await open(page, MODEL_PAGE);
    await expect(limits(page)).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await expect(limits(page).getByRole("listitem").first()).toHaveText(
    /^This engine cannot hold outputs to a grammar/,
  );
  await expectNoFindings(page);
  await runButton(page).click();
  await untilGenerated(page);
  await output(page).getByRole("link", { name: "How it was made" }).click();
  await expect(page.getByText(/^The engine has no setting for top k/)).toBeVisible();
});
