import { expect } from "@playwright/test";
import { get, sharedUrl } from "../support/api.ts";
import { test } from "../support/browser-test.ts";
import {
  chips,
  columnsField,
  fillIn,
  MODEL_PAGE,
  open,
  predictionId,
  questionField,
  runButton,
  typeColumns,
  untilScripted,
  watchRuns,
} from "../support/pages.ts";

const GOOD = { nlq: "count by region", cols: ["region"] };
const many = (count: number) => Array.from({ length: count }, (_, at) => `column_${at}`);

const REFUSED: [story: string, input: typeof GOOD, where: "question" | "columns", why: string][] = [
  ["no question", { ...GOOD, nlq: " " }, "question", "is empty: write something here"],
  [
    "a question too long",
    { ...GOOD, nlq: "x".repeat(301) },
    "question",
    "has 301 characters; at most 300 are allowed",
  ],
  ["no columns", { ...GOOD, cols: [] }, "columns", "is empty: give at least one"],
  [
    "too many columns",
    { ...GOOD, cols: many(501) },
    "columns",
    "has 501 entries; at most 500 are allowed",
  ],
  [
    "a column too long",
    { ...GOOD, cols: ["region", "y".repeat(201)] },
    "columns",
    "entry 2 has 201 characters; at most 200 are allowed",
  ],
];

for (const [story, input, where, why] of REFUSED)
  test(`${story} gets a sentence beside the field and the focus in it, and nothing is sent`, async ({
    page,
  }) => {
    await fillIn(page, input);
    const runs = watchRuns(page);
    await runButton(page).click();
    const field = where === "question" ? questionField(page) : columnsField(page);
    await expect(field).toBeFocused();
    await expect(field).toHaveAccessibleDescription(new RegExp(why));
    await expect(page.getByText(why)).toBeVisible();
    await expect(page).toHaveURL(MODEL_PAGE);
    expect(runs).toEqual([]);
  });

test("a complaint goes away as soon as it is no longer true", async ({ page }) => {
  await fillIn(page, { nlq: "", cols: [] });
  await runButton(page).click();
  await expect(page.getByText(/is empty/)).toHaveCount(2);
  await expect(questionField(page)).toBeFocused();
  await page.keyboard.type("c");
  await expect(page.getByText(/is empty/)).toHaveCount(1);
  await expect(questionField(page)).not.toHaveAttribute("aria-invalid");
});

const LISTS: [story: string, text: string][] = [
  ["a Python list", "['http.route', 'duration_ms', 'it''s']".replace("''", "\\'")],
  ["a JSON list", '["http.route", "duration_ms", "it\'s"]'],
  ["a list with commas", "http.route, duration_ms, it's"],
  ["a list of lines", "http.route\nduration_ms\n\nit's\n"],
  ["a row of a spreadsheet", "http.route\tduration_ms\tit's"],
];

test.describe("with the clipboard", () => {
  test.use({ permissions: ["clipboard-read", "clipboard-write"] });

  for (const [story, text] of LISTS)
    test(`pasting ${story} gives a chip for each column`, async ({ page }) => {
      await fillIn(page, { nlq: "count", cols: [] });
      await page.evaluate((list) => navigator.clipboard.writeText(list), text);
      await columnsField(page).press("Control+v");
      await expect(chips(page)).toHaveText(["http.route", "duration_ms", "it's"]);
      await expect(page.getByText("3 of 500")).toBeVisible();
    });
});

test("what is there twice counts once, and the form says so", async ({ page }) => {
  await fillIn(page, { nlq: "count", cols: ["region", "error", "region"] });
  await expect(chips(page)).toHaveText(["region", "error"]);
  await expect(page.getByText("region was there twice and counts once.")).toBeVisible();
  await columnsField(page).fill("error");
  await columnsField(page).press("Enter");
  await expect(chips(page)).toHaveText(["region", "error"]);
  await expect(page.getByText("error was there twice and counts once.")).toBeVisible();
  await columnsField(page).fill("user.id");
  await columnsField(page).press("Enter");
  await expect(page.getByText(/was there twice/)).toBeHidden();
});

test("chips are added and removed by the keyboard alone", async ({ page }) => {
  await fillIn(page, { nlq: "count", cols: ["a", "b", "c"] });
  const remove = (name: string) => page.getByRole("button", { name: `Remove ${name}` });
  await columnsField(page).pressSequentially("d,e");
  await page.keyboard.press("Enter");
  await expect(chips(page)).toHaveText(["a", "b", "c", "d", "e"]);
  await page.keyboard.press("Backspace");
  await expect(remove("e")).toBeFocused();
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Backspace");
  await expect(remove("c")).toBeFocused();
  await page.keyboard.press("Home");
  await page.keyboard.press("Delete");
  await expect(remove("b")).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await expect(remove("e")).toBeFocused();
  await expect(chips(page)).toHaveText(["b", "e"]);
  await page.keyboard.press("ArrowRight");
  await expect(columnsField(page)).toBeFocused();
});

test("a column that is still being typed goes along", async ({ page }) => {
  await fillIn(page, GOOD);
  await columnsField(page).fill("error");
  await columnsField(page).press("Control+Enter");
  const { input } = await get(sharedUrl(), await predictionId(page));
  expect(input).toEqual({ ...GOOD, cols: ["region", "error"] });
});

test("Reset brings the example back, and Undo what was there before", async ({ page }) => {
  await open(page, MODEL_PAGE);
  const example = await questionField(page).inputValue();
  const columns = await chips(page).allTextContents();
  await questionField(page).fill("mine");
  await typeColumns(page, "one\ntwo");
  await page.getByRole("button", { name: "Reset to the example" }).click();
  await expect(questionField(page)).toHaveValue(example);
  await expect(chips(page)).toHaveText(columns);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(questionField(page)).toHaveValue("mine");
  await expect(chips(page)).toHaveText(["one", "two"]);
});

test("what is typed while the scripts take the page over is kept", async ({ page }) => {
  // React puts a field's first text back before it listens: somebody types at that moment.
  await page.addInitScript(() => {
    const descriptor = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value");
    let isTyped = false;
    Object.defineProperty(HTMLTextAreaElement.prototype, "value", {
      ...descriptor,
      set(this: HTMLTextAreaElement, text: string) {
        descriptor?.set?.call(this, text);
        if (isTyped || this.name !== "nlq") return;
        isTyped = true;
        descriptor?.set?.call(this, "count by region");
      },
    });
  });
  await open(page, MODEL_PAGE);
  await page.getByRole("checkbox", { name: "Edit as text" }).check();
  await expect(columnsField(page)).toBeVisible();
  await expect(questionField(page)).toHaveValue("count by region");
});

test("what is typed before the scripts arrive is kept", async ({ page }) => {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route("**/*.js", async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(MODEL_PAGE, { waitUntil: "commit" });
  await questionField(page).fill("count by region");
  await page.getByRole("checkbox", { name: "Edit as text" }).check();
  await columnsField(page).fill("region, typed.early");
  release();
  await untilScripted(page);
  await expect(questionField(page)).toHaveValue("count by region");
  await page.getByRole("checkbox", { name: "Edit as text" }).uncheck();
  await expect(chips(page)).toHaveText(["region", "typed.early"]);
});
