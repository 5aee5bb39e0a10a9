import { expect } from "@playwright/test";
import { expectNoFindings } from "../support/axe.ts";
import { test } from "../support/browser-test.ts";
import { predictionId, runButton, untilScripted } from "../support/pages.ts";
import { publishFileReader } from "../support/text-file-model.ts";

const PAGE = "/tests/reads-a-file";

test.beforeAll(() => publishFileReader("tests", "reads-a-file"));

test("an example with a file says that it has one, and runs with it", async ({ page }) => {
  await page.goto(`${PAGE}/examples`);
  const card = page.getByRole("article").first();
  await expect(card.locator("dl")).toHaveText("NotesA file");
  await card.getByRole("button", { name: "Run" }).click();
  await predictionId(page);
  await expect(page.getByRole("link", { name: "The file that was given" })).toBeVisible();
});

const textFile = (name: string, text: string) => ({
  ...{ name, mimeType: "text/plain", buffer: Buffer.from(text) },
});

test("a text file is chosen, refused while it is too long, and read by the model", async ({
  page,
}) => {
  await page.goto(PAGE);
  await untilScripted(page);
  const notes = page.getByLabel("Notes", { exact: true });
  await notes.setInputFiles(textFile("long.txt", "x".repeat(201)));
  await expect(page.getByText("A file is here: long.txt.")).toBeVisible();
  await runButton(page).click();
  await expect(notes).toHaveAccessibleDescription(
    /Notes has 201 characters; at most 200 are allowed/,
  );
  await expectNoFindings(page);
  await notes.setInputFiles(textFile("short.txt", "The harbour at dusk."));
  await expect(page.getByText("A file is here: short.txt.")).toBeVisible();
  await runButton(page).click();
  const id = await predictionId(page);
  await page.goto(`/p/${id}`);
  const given = page.getByRole("link", { name: "The file that was given" });
  const kept = await page.request.get((await given.getAttribute("href")) ?? "");
  expect(await kept.text()).toBe("The harbour at dusk.");
});
