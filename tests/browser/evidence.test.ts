import { expect, type Page } from "@playwright/test";
import { outputText, type Prediction } from "#contract/prediction.ts";
import { create, finished, sharedUrl } from "../support/api.ts";
import { test } from "../support/browser-test.ts";
import { signIn } from "../support/owner.ts";
import { evidence, open, output, readClipboard } from "../support/pages.ts";
import { databaseUrlOf, query } from "../support/sql.ts";

const url = sharedUrl();
const QUESTION = { nlq: "count by region", cols: ["region"] };
const made = async (): Promise<Prediction> => finished(url, (await create(url, QUESTION)).id);

const fact = (page: Page, term: string) =>
  evidence(page).getByRole("term").filter({ hasText: term }).locator("xpath=following-sibling::dd");

const unfold = (page: Page, title: string) => page.locator("summary", { hasText: title }).click();

test("a permalink shows what was asked, what computed the answer, and how long each part took", async ({
  page,
}) => {
  const done = await made();
  await page.goto(`/p/${done.id}`);
  await expect(page.getByRole("region", { name: "Input" })).toContainText(QUESTION.nlq);
  await expect(page.getByText("through the API")).toBeVisible();
  const phases = evidence(page).getByRole("listitem");
  await expect(phases).toHaveText([
    /^waiting[\d.]+ s$/,
    /^reading the prompt[\d.]+ s$/,
    /^writing the answer[\d.]+ s$/,
  ]);
  const { input_token_count: read, output_token_count: written } = done.metrics;
  await expect(fact(page, "Version")).toContainText(done.version.slice(0, 12));
  await expect(fact(page, "Status")).toHaveText("Succeeded");
  await expect(fact(page, "Read")).toContainText(`${read} tokens`);
  await expect(fact(page, "Written")).toHaveText(`${written} tokens`);
  await expect(fact(page, "Seed")).toHaveText(String(done.seed));
  await expect(fact(page, "Temperature")).toHaveText("0");
  const [weights] = done.engine?.weights ?? [];
  await expect(fact(page, weights?.name ?? "")).toContainText(
    weights?.sha256?.slice(0, 12) ?? "none",
  );
  await expect(fact(page, "Environment")).toContainText(
    done.engine?.environment?.slice(0, 12) ?? "none",
  );
  await unfold(page, "all that is known of the environment");
  await expect(
    page.getByRole("region", { name: "all that is known of the environment" }),
  ).toContainText(weights?.sha256 ?? "none");
});

test("a permalink tells in what company an answer was computed", async ({ page }) => {
  const done = await made();
  await page.goto(`/p/${done.id}`);
  await expect(fact(page, "Lane")).toHaveText(/^Shared: in steps together/);
  await expect(fact(page, "Company")).toHaveText(
    /^(None: it was alone|Up to \d+ other prediction)/,
  );
  await expect(fact(page, "Prompt's steps")).toHaveText(/step/);
  await expect(evidence(page)).not.toContainText("Left out");
});

test("what an engine looked at closely, or could not take, is told in words", async ({ page }) => {
  const done = await made();
  const conditions = {
    ...{ lane: "exact", sequencesMax: 1, promptChunks: [256, 13] },
    ...{ probabilitiesHash: "a1".repeat(32), smallestGap: 0.0234 },
  };
  const certificate = { repeated: true, batched: true, chunked: true, reusedPrefix: false };
  const store = databaseUrlOf(process.env.VITRINE_TEST_DATA ?? "");
  await query(store, "UPDATE environments SET certificate = $2 WHERE id = $1", [
    done.engine?.environment,
    JSON.stringify(certificate),
  ]);
  await query(
    store,
    "UPDATE prediction_payloads SET conditions = $2, dropped = $3 WHERE prediction_id = $1",
    [done.id, JSON.stringify(conditions), JSON.stringify(["topK", "minP", "constraint"])],
  );
  await page.goto(`/p/${done.id}`);
  await expect(fact(page, "Lane")).toHaveText("Exact: in steps of its own, with nothing reused");
  await expect(fact(page, "Company")).toHaveText("None: it was alone in every step");
  await expect(fact(page, "Prompt's steps")).toHaveText("2 steps: 256 + 13 tokens");
  await expect(fact(page, "Closest call")).toHaveText("The most likely token led by 2.3 %");
  await expect(fact(page, "Probabilities")).toContainText("a1a1a1a1a1a1");
  await expect(fact(page, "Same bits again")).toHaveText(
    "Computed again here, the same request gives the same bits: alone yes, amid others yes, with its prompt in other parts yes, on a reused prefix no.",
  );
  await expect(fact(page, "Left out").getByRole("listitem")).toHaveText([
    /^The engine could not hold the output to its rules/,
    /^The engine has no setting for top k and min p: /,
  ]);
});

test.describe("with the clipboard", () => {
  test.use({ permissions: ["clipboard-read", "clipboard-write"] });

  test("a digest is copied whole, the output as it is, and the link leads others here", async ({
    page,
    stranger,
  }) => {
    const done = await made();
    await open(page, `/p/${done.id}`);
    await page.getByRole("button", { name: "Copy the whole of: Version" }).click();
    await expect.poll(() => readClipboard(page)).toBe(done.version);
    await output(page).getByRole("button", { name: "Copy output" }).click();
    await expect.poll(() => readClipboard(page)).toBe(outputText(done));
    await output(page).getByRole("button", { name: "Copy link" }).click();
    await expect.poll(() => readClipboard(page)).toBe(`${url}/p/${done.id}`);
    await stranger.goto(await readClipboard(page));
    await expect(output(stranger)).toContainText("Generated in");
  });
});

test("the prediction can be downloaded as the JSON that the API sends", async ({ page }) => {
  const done = await made();
  await page.goto(`/p/${done.id}`);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    output(page).getByRole("link", { name: "Prediction as JSON" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe(`prediction-${done.id}.json`);
  const chunks = await (await download.createReadStream()).toArray();
  expect(JSON.parse(Buffer.concat(chunks).toString())).toMatchObject({ id: done.id });
});

test("the exact prompt is the owner's to see, and reaches nobody else's browser", async ({
  page,
  stranger,
}) => {
  const done = await made();
  await signIn(page);
  await page.goto(`/p/${done.id}`);
  await expect(fact(page, "Who sees this")).toHaveText("Only you, as the model's owner");
  await unfold(page, "the exact prompt");
  const prompt = page.getByRole("region", { name: "the exact prompt" });
  await expect(prompt).toContainText("<|im_start|>");
  const [firstLine = ""] = (await prompt.innerText())
    .replace(/<\|.*?\|>\w*/g, "")
    .trim()
    .split("\n");
  expect(firstLine.length).toBeGreaterThan(20);

  const response = await stranger.goto(`/p/${done.id}`);
  await expect(evidence(stranger)).toBeVisible();
  await expect(evidence(stranger)).not.toContainText("the exact prompt");
  const sent = [await response?.text(), await stranger.content(), JSON.stringify(done)];
  for (const text of sent) {
    expect(text).not.toContain("im_start");
    expect(text).not.toContain(firstLine);
  }
});

test("a wrong link signs nobody in", async ({ page }) => {
  const done = await made();
  const response = await page.goto("/sign-in/link?proof=9999999999999.bm90aGluZw");
  expect(response?.status()).toBe(403);
  await page.goto(`/p/${done.id}`);
  await expect(evidence(page)).toBeVisible();
  await expect(evidence(page)).not.toContainText("the exact prompt");
});
