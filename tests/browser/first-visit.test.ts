import { expect } from "@playwright/test";
import { textsOf } from "#contract/inputs/values.ts";
import type { Prediction } from "#contract/prediction.ts";
import { MODEL, sharedUrl } from "../support/api.ts";
import { test } from "../support/browser-test.ts";
import { until } from "../support/installation.ts";
import {
  chips,
  MODEL_PAGE,
  output,
  questionField,
  sentenceOf,
  watchRuns,
} from "../support/pages.ts";

/** The example, once the installation has run it. */
async function findExample(): Promise<Prediction> {
  let example: Prediction | null = null;
  await until(async () => {
    const model = await (await fetch(sharedUrl() + MODEL)).json();
    example = model.default_example;
    return example !== null;
  });
  if (!example) throw new Error("never read");
  return example;
}

test("the gallery leads to a model, whose form is filled in and whose example is there to read", async ({
  page,
}) => {
  const example = await findExample();
  const runs = watchRuns(page);
  await page.goto("/");
  await page.getByRole("link", { name: "Ask Honeycomb" }).click();
  await expect(page).toHaveURL(MODEL_PAGE);
  await expect(questionField(page)).toHaveValue(String(example.input.nlq));
  await expect(chips(page)).toHaveText(textsOf(example.input.cols));
  await expect(output(page).getByText(/^Example:/)).toBeVisible();
  await expect(output(page).getByText(sentenceOf(example))).toBeVisible();
  await output(page).getByRole("link", { name: "How it was made" }).click();
  await expect(page).toHaveURL(`/p/${example.id}`);
  expect(runs).toEqual([]);
});

test("a link may fill in the form, and then shows nobody's output", async ({ page }) => {
  await page.goto(`${MODEL_PAGE}?nlq=how+many+errors&cols=error&cols=http.route`);
  await expect(questionField(page)).toHaveValue("how many errors");
  await expect(chips(page)).toHaveText(["error", "http.route"]);
  await expect(output(page)).toContainText("Nothing here yet");
});

const NOWHERE: [story: string, path: string][] = [
  ["a model that does not exist", "/vitrine/no-such-model"],
  ["a prediction that does not exist", "/p/01k83f1v4lf8irvjuqgl3v5l0k"],
  ["an address of no meaning", "/p/%3Cscript%3E"],
];

for (const [story, path] of NOWHERE)
  test(`${story} is not found, with a way out`, async ({ page }) => {
    const response = await page.goto(path);
    expect(response?.status()).toBe(404);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("There is nothing here");
    await page.getByRole("link", { name: "See all models" }).click();
    await expect(page.getByRole("link", { name: "Ask Honeycomb" })).toBeVisible();
  });

test("tweaking a prediction that does not exist opens the form with its example", async ({
  page,
}) => {
  await page.goto(`${MODEL_PAGE}?from=01k83f1v4lf8irvjuqgl3v5l0k`);
  await expect(page).toHaveURL(MODEL_PAGE);
  await expect(questionField(page)).not.toBeEmpty();
});
