import { expect, type Page } from "@playwright/test";
import { get, sharedUrl } from "../support/api.ts";
import { expectNoFindings } from "../support/axe.ts";
import { test } from "../support/browser-test.ts";
import { publishCopy, withParts } from "../support/own-models.ts";
import { predictionId, runButton, untilScripted } from "../support/pages.ts";

const PAGE = "/tests/all-inputs";

const INPUTS = [
  { name: "nlq", type: "text", title: "Question", maxLength: 300, multiline: false },
  { name: "cols", type: "text-list", title: "Columns", maxItems: 9, maxItemLength: 50 },
  {
    ...{ name: "mode", type: "choice", title: "Mode", group: "How" },
    options: [{ value: "fast", label: "Quick and rough" }, { value: "good" }],
    default: "fast",
  },
  {
    ...{ name: "effort", type: "integer", title: "Effort", unit: "%", group: "How" },
    ...{ minimum: 0, maximum: 100, default: 40, visibleWhen: { input: "mode", is: "good" } },
  },
  {
    ...{ name: "parts", type: "choice-list", title: "Parts", optional: true },
    options: ["filters", "orders", "limit"].map((value) => ({ value })),
  },
  {
    ...{ name: "country", type: "choice", title: "Country", optional: true },
    options: ["Aruba", "Benin", "Chile", "Egypt", "Japan"].map((value) => ({ value })),
  },
  { name: "strict", type: "boolean", title: "Strictly", default: true, advanced: true },
  {
    ...{ name: "weight", type: "number", title: "Weight", unit: "kg", optional: true },
    advanced: true,
    minimum: 0.5,
  },
  {
    ...{ name: "extra", type: "json", title: "Extra", optional: true, maxLength: 200 },
    schema: { type: "object", properties: { size: { type: "integer" } } },
    advanced: true,
  },
  {
    ...{ name: "units", type: "text", title: "Units", maxLength: 20 },
    fixed: "shown",
    default: "metric",
  },
];

const EXAMPLE = { nlq: "count by region", cols: ["region"] };

test.beforeAll(async () => {
  const prompt =
    "{{ nlq }} {{ cols | join }} {{ mode }} {{ effort }} {{ extra | json }} {{ units }}";
  await publishCopy("tests", "all-inputs", withParts({ inputs: INPUTS, prompt, example: EXAMPLE }));
});

const storedInput = async (page: Page) => (await get(sharedUrl(), await predictionId(page))).input;

async function openForm(page: Page, search = "") {
  await page.goto(PAGE + search);
  await untilScripted(page);
}

test("each type of input has its field, and what was filled in is stored as its type says", async ({
  page,
}) => {
  await openForm(page);
  await expect(page.getByText("metric")).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Effort" })).toBeHidden();
  await page.getByRole("radio", { name: "good" }).check();
  await page.getByRole("slider", { name: "Effort, as a slider" }).fill("75");
  await expect(page.getByRole("textbox", { name: "Effort (%)" })).toHaveValue("75");
  await page.getByRole("checkbox", { name: "limit" }).check();
  await page.getByRole("checkbox", { name: "filters" }).check();
  await page.getByRole("combobox", { name: "Country (optional)" }).selectOption("Chile");
  await page.getByText("Advanced").click();
  await page.getByRole("checkbox", { name: "Strictly" }).uncheck();
  await page.getByRole("textbox", { name: "Extra (optional)" }).fill('{"size": 3}');
  await runButton(page).click();
  expect(await storedInput(page)).toEqual({
    ...{ ...EXAMPLE, mode: "good", effort: 75, parts: ["filters", "limit"], country: "Chile" },
    ...{ strict: false, extra: { size: 3 }, units: "metric" },
  });
});

test("a mistake in a field that is folded away opens it, says why and takes the focus there", async ({
  page,
}) => {
  await openForm(page);
  await page.getByText("Advanced").click();
  const weight = page.getByRole("textbox", { name: "Weight (kg, optional)" });
  await weight.fill("light");
  await page.getByText("Advanced").click();
  await expect(weight).toBeHidden();
  await runButton(page).click();
  await expect(weight).toBeFocused();
  await expect(weight).toHaveAccessibleDescription(/Weight must be a number\./);
  await weight.fill("0.25");
  await expect(weight).toHaveAccessibleDescription(/must be at least 0\.5/);
});

test("the form can be written as JSON, whose mistakes are named, and shows again what was written", async ({
  page,
}) => {
  await openForm(page);
  await page.getByRole("navigation", { name: "Input as" }).getByText("JSON").click();
  await expect(page).toHaveURL(/input-as=json/);
  const json = page.getByRole("textbox", { name: "Input as JSON" });
  expect(JSON.parse(await json.inputValue())).toMatchObject({ ...EXAMPLE, mode: "fast" });
  await json.fill("{");
  await expect(json).toHaveAccessibleDescription(/This is not JSON/);
  await json.fill(JSON.stringify({ ...EXAMPLE, colour: "red" }));
  await runButton(page).click();
  await expect(json).toHaveAccessibleDescription(/“colour” is not an input of this model/);
  await json.fill(JSON.stringify({ ...EXAMPLE, mode: "good", effort: 5 }));
  await page.getByRole("navigation", { name: "Input as" }).getByText("Form").click();
  await expect(page.getByRole("textbox", { name: "Effort (%)" })).toHaveValue("5");
});

test("the address fills in fields of every type, and leaves the others at their defaults", async ({
  page,
}) => {
  await openForm(page, "?mode=good&effort=7&parts=orders&parts=limit");
  await expect(page.getByRole("textbox", { name: "Effort (%)" })).toHaveValue("7");
  await expect(page.getByRole("checkbox", { name: "orders" })).toBeChecked();
  await expect(page.getByRole("checkbox", { name: "filters" })).not.toBeChecked();
  await page.getByText("Advanced").click();
  await expect(page.getByRole("checkbox", { name: "Strictly" })).toBeChecked();
});

test("a form of all types has nothing that axe finds, as fields and as JSON", async ({ page }) => {
  await openForm(page, "?mode=good");
  await page.getByText("Advanced").click();
  await expectNoFindings(page);
  await openForm(page, "?input-as=json");
  await expectNoFindings(page);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("boxes, choices and numbers are posted as they were filled in", async ({ page }) => {
    await page.goto(PAGE);
    await page.getByRole("checkbox", { name: "orders" }).check();
    await page.getByText("Advanced").click();
    await page.getByRole("checkbox", { name: "Strictly" }).uncheck();
    await page.getByRole("textbox", { name: "Weight (kg, optional)" }).fill("2.5");
    await runButton(page).click();
    expect(await storedInput(page)).toMatchObject({
      ...{ ...EXAMPLE, mode: "fast", parts: ["orders"], strict: false, weight: 2.5 },
    });
  });
});
