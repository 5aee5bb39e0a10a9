import { expect, type Locator, type Page, type Request } from "@playwright/test";
import { checkHoneycombQuery } from "#contract/honeycomb/check.ts";
import { describeHoneycombQuery } from "#contract/honeycomb/describe.ts";
import type { InputValues } from "#contract/inputs/values.ts";
import { textsOf } from "#contract/inputs/values.ts";
import { outputText, type Prediction } from "#contract/prediction.ts";

export const MODEL_PAGE = "/vitrine/honeycomb-nlq";

/** The parts of Vitrine's pages, as people know them. */
export const questionField = (page: Page) =>
  page.getByRole("textbox", { name: "What do you want to know?" });
export const columnsField = (page: Page) => page.getByRole("textbox", { name: "Columns" });
export const chips = (page: Page) =>
  page.getByRole("list", { name: "Columns" }).getByRole("listitem");
export const runButton = (page: Page) => page.getByRole("button", { name: /^Run/ });
export const stopButton = (page: Page) => page.getByRole("button", { name: /^Stop/ });
export const output = (page: Page) => page.getByRole("region", { name: "Output" });
export const evidence = (page: Page) => page.getByRole("region", { name: "How it was made" });

/** What is being written, before it is whole: text in the output, and not in a panel of its own. */
export const unfinished = (page: Page) => output(page).locator(":scope > div > pre");

/** Opens a page whose scripts have taken over; before that, a form posts as forms do. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await untilScripted(page);
}

/** Waits until React has taken over the page's form or buttons, or the part given; nobody can see that, but those who click know. */
export async function untilScripted(
  page: Page,
  part = page.locator("main form, main button").first(),
): Promise<void> {
  const isScripted = () =>
    part.evaluate((element) => Object.keys(element).some((key) => key.startsWith("__reactProps")));
  await expect.poll(isScripted).toBe(true);
}

/** Opens the playground and fills in its form. */
export async function fillIn(page: Page, input: InputValues): Promise<void> {
  await open(page, MODEL_PAGE);
  await questionField(page).fill(String(input.nlq));
  await typeColumns(page, [input.cols ?? []].flat().join("\n"));
}

/** Types the list of columns as text, and goes back to its chips. */
export async function typeColumns(page: Page, text: string): Promise<void> {
  const asText = page.getByRole("checkbox", { name: "Edit as text" });
  await asText.check();
  await columnsField(page).fill(text);
  await asText.uncheck();
}

/** Waits for the address to name a prediction, another than the one given; returns its id. */
export async function predictionId(page: Page, former = "none"): Promise<string> {
  await expect(page).toHaveURL(new RegExp(`/p/(?!${former})`));
  return /\/p\/([^/?#]+)/.exec(page.url())?.[1] ?? "";
}

/** Waits for the end of the prediction that the address names, whatever was shown before. */
export async function untilGenerated(page: Page): Promise<void> {
  const id = await predictionId(page);
  const download = output(page).getByRole("link", { name: "Prediction as JSON" });
  const timeout = 60_000;
  await expect(download).toHaveAttribute("download", `prediction-${id}.json`, { timeout });
  await expect(output(page).getByText(/^Generated in/)).toBeVisible();
}

/** Notes every text that the output shows until it is whole; returns what reads the notes. */
export async function watchWriting(page: Page): Promise<() => Promise<string[]>> {
  const notes = await page.evaluateHandle(() => {
    const texts: string[] = [];
    new MutationObserver(() => {
      const text = document.querySelector("[aria-label=Output] > div > pre")?.textContent;
      if (text && text !== texts.at(-1)) texts.push(text);
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
    return texts;
  });
  return () => notes.jsonValue();
}

/** What a prediction's preview says in words. */
export function sentenceOf(prediction: Prediction): string {
  const { query } = checkHoneycombQuery(outputText(prediction), textsOf(prediction.input.cols));
  if (!query) throw new Error(`not a query: ${outputText(prediction)}`);
  return describeHoneycombQuery(query).sentence;
}

/** The predictions that a page asks for from now on. */
export function watchRuns(page: Page): Request[] {
  const runs: Request[] = [];
  page.on("request", (request) => {
    if (request.method() === "POST" && request.url().endsWith("/predictions")) runs.push(request);
  });
  return runs;
}

/** Presses Tab until something has the focus. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  const isFocused = () => target.evaluate((element) => element === document.activeElement);
  for (let presses = 0; !(await isFocused()); presses += 1) {
    if (presses > 60) throw new Error(`the keyboard does not reach ${target}`);
    await page.keyboard.press("Tab");
  }
}

export const readClipboard = (page: Page): Promise<string> =>
  page.evaluate(() => navigator.clipboard.readText());

/** Whether the page is wider than its window. */
export const scrollsSideways = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth > clientWidth;
  });
