import { type BrowserContext, expect, type Page } from "@playwright/test";
import { type Headers, invite } from "../support/accounts.ts";
import { finished, post, QUESTION, sharedUrl } from "../support/api.ts";
import { expectNoFindings } from "../support/axe.ts";
import { test } from "../support/browser-test.ts";
import { publishCopy } from "../support/own-models.ts";
import { questionField } from "../support/pages.ts";

const README = `# Copied for a test

See [how to ask](#how-to-ask), [the code](src/main.c), [a site](https://example.org/) and [a trap](javascript:alert(1)).

![A chart](https://example.org/chart.png) <img src="https://example.org/pixel.png" onerror="alert(1)">

# How to ask

- [x] shortly
- [ ] in a hurry

| word | meaning |
|---|---|
| p95 | the 95th percentile |

\`\`\`json
{"limit": 10}
\`\`\`
`;

/** Two versions of a new creator's model, the second of which is current. */
async function publishTwo() {
  const { name, headers } = await invite("creator");
  const first = await publishCopy(name, "changing");
  const second = await publishCopy(name, "changing", {
    "model.yaml": (text) =>
      text.replace("maxItems: 500", "maxItems: 400").replace("maxTokens: 256", "maxTokens: 200"),
    "prompt.liquid": (text) => `{% comment %}A better prompt.{% endcomment %}\n${text}`,
    "README.md": () => README,
  });
  return { model: `/${name}/changing`, headers, first, second };
}

async function signInAs(context: BrowserContext, { cookie = "" }: Headers) {
  const [name = "", value = ""] = cookie.split("=", 2);
  await context.addCookies([{ name, value, url: sharedUrl() }]);
}

const item = (page: Page, id: string) =>
  page.getByRole("listitem").filter({ hasText: id.slice(0, 8) });
const changes = (page: Page) => page.getByRole("region", { name: "What changed" });

test("a creator compares two versions, rolls back, and rolls forward again", async ({ page }) => {
  const { model, headers, first, second } = await publishTwo();
  await signInAs(page.context(), headers);
  await page.goto(model);
  await page.getByRole("link", { name: "Versions" }).click();
  await expect(item(page, second)).toContainText("Current");
  await expectNoFindings(page);

  await page.getByRole("button", { name: "Compare the chosen two" }).click();
  await expect(page).toHaveURL(`${model}/versions?compare=${first}..${second}`);
  await expect(changes(page).getByRole("row", { name: /max items/ })).toHaveText(/500.*400/);
  const prompt = page.getByRole("region", { name: "Changes in prompt.liquid" });
  await expect(prompt.getByRole("insertion")).toHaveText(/A better prompt/);
  await expectNoFindings(page);

  await item(page, first).getByText("Make current").click();
  await expect(page.getByText("New predictions run on it; old ones keep theirs.")).toBeVisible();
  await expectNoFindings(page);
  await page.getByRole("button", { name: `Yes: make ${first.slice(0, 8)} current` }).click();
  await expect(item(page, first)).toContainText("Current");
  await expect(page.getByText(/An older version was chosen/)).toBeVisible();
  await item(page, second).getByText("Make current").click();
  await page.getByRole("button", { name: `Yes: make ${second.slice(0, 8)} current` }).click();
  await expect(item(page, second)).toContainText("Current");
  await expect(page.getByText(/An older version was chosen/)).toBeHidden();

  await item(page, second).getByRole("link", { name: "Open" }).click();
  await expect(page.getByRole("table")).toContainText("text list, max items 400");
  await expect(page.getByRole("region", { name: "prompt.liquid" })).toContainText("better prompt");
  await expectNoFindings(page);
});

test("a README shows its words and links and fetches nothing, and a visitor sees what a model is made of", async ({
  page,
}) => {
  const { model } = await publishTwo();
  await page.goto(`${model}/readme`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
  await expect(page.getByRole("heading", { level: 2, name: "How to ask" })).toBeVisible();
  const link = (name: string) => page.getByRole("main").getByRole("link", { name });
  await expect(link("a site")).toHaveAttribute("href", "https://example.org/");
  await expect(link("A chart")).toHaveAttribute("href", "https://example.org/chart.png");
  for (const name of ["the code", "a trap"]) await expect(link(name)).toHaveCount(0);
  await expect(page.locator("main img")).toHaveCount(0);
  await link("how to ask").click();
  await expect(page.locator("h2:target")).toHaveText("How to ask");
  const facts = page.getByRole("region", { name: "What it is made of" });
  await expect(facts).toContainText("SmolLM2-135M-Instruct (Q4_1), under Apache-2.0");
  await expect(facts).toContainText("2,048 tokens");
  await expectNoFindings(page);
});

test("a model without a README says so, and to its creator how to write one", async ({
  page,
  stranger,
}) => {
  const { name, headers } = await invite("creator");
  await publishCopy(name, "untold", { "README.md": () => "" });
  await signInAs(page.context(), headers);
  await page.goto(`/${name}/untold/readme`);
  await expect(page.getByText("publish it again")).toBeVisible();
  await expectNoFindings(page);
  await stranger.goto(`/${name}/untold/readme`);
  await expect(stranger.getByText("No README yet")).toBeVisible();
  await expect(stranger.getByText("publish it again")).toHaveCount(0);
});

test("a prediction of an older version says so, and its inputs run on the current one", async ({
  page,
}) => {
  const { name } = await invite("creator");
  const model = `${name}/improved`;
  const first = await publishCopy(name, "improved");
  const made = await post(`${sharedUrl()}/v1/models/${model}/predictions`, { input: QUESTION });
  const { id } = await made.json();
  await finished(sharedUrl(), id);
  const second = await publishCopy(name, "improved", { "README.md": () => README });
  await page.goto(`/p/${id}`);
  await expect(page.getByText(/^Made with version/)).toHaveText(
    `Made with version ${first.slice(0, 8)}; the current one is ${second.slice(0, 8)}.`,
  );
  await expectNoFindings(page);
  await page.getByRole("link", { name: "Run on the current version" }).click();
  await expect(page).toHaveURL(`/${model}?from=${id}`);
  await expect(questionField(page)).toHaveValue(QUESTION.nlq);
  await page.goto(`/${model}/versions/${first}`);
  await page.getByRole("link", { name: "Compare with the current one" }).click();
  await expect(page.getByRole("region", { name: "Changes in README.md" })).toBeVisible();
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("a visitor compares two versions, and sees no prompt", async ({ page }) => {
    const { model, first, second } = await publishTwo();
    await page.goto(`${model}/versions`);
    await item(page, second).getByRole("radio", { name: "From" }).check();
    await item(page, first).getByRole("radio", { name: "To" }).check();
    await page.getByRole("button", { name: "Compare the chosen two" }).click();
    await expect(page).toHaveURL(`${model}/versions?compare=${second}..${first}`);
    await expect(changes(page)).toContainText("Sampling: max tokens");
    await expect(page.getByRole("region", { name: "Changes in README.md" })).toBeVisible();
    await expect(page.getByText("The prompts differ, too.")).toBeVisible();
    await expect(page.getByText("A better prompt")).toHaveCount(0);
    await expect(page.getByText("Make current")).toHaveCount(0);
    await page.goto(`${model}/versions?compare=${first}..latest`);
    await expect(page.getByText("choose two from the list")).toBeVisible();
  });
});
