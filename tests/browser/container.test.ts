import { expect, type Page } from "@playwright/test";
import Replicate from "replicate";
import { get } from "../support/api.ts";
import { expectNoFindings } from "../support/axe.ts";
import { PAINTING, containerTest as test } from "../support/container-test.ts";
import { photo } from "../support/images.ts";
import { output, predictionId, runButton, untilScripted } from "../support/pages.ts";
import { databaseUrlOf, query } from "../support/sql.ts";

const KEY = "sk-nobody-may-read-this";

async function fillIn(page: Page) {
  await page.getByRole("textbox", { name: "What to paint" }).fill("a harbour");
  await page
    .getByLabel("Image", { exact: true })
    .setInputFiles({ name: "photo.jpg", mimeType: "image/jpeg", buffer: await photo() });
  await page
    .getByLabel("Notes")
    .setInputFiles({ name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("at dusk") });
  await page.getByLabel("Key").fill(KEY);
  await expect(page.getByText("A file is here: notes.txt.")).toBeVisible();
  await expect(page.getByRole("img", { name: "What was chosen" })).toBeVisible();
}

const secretsLeft = async (dataFolder: string) => {
  const rows = await query(databaseUrlOf(dataFolder), "SELECT 1 FROM prediction_secrets");
  return rows.length;
};

test("a container gets the inputs by their names: its image, its file and its key, and paints", async ({
  page,
  painter: { container, path, vitrine },
}) => {
  await page.goto(path);
  await untilScripted(page);
  await fillIn(page);
  await expectNoFindings(page);
  await runButton(page).click();
  const id = await predictionId(page);
  const painted = output(page).getByRole("img", { name: "What the model made" });
  await expect(painted).toHaveAttribute("src", PAINTING);
  expect(container.predictions.at(-1)?.input).toEqual({
    ...{ prompt: "a harbour", api_key: KEY, steps: 20 },
    image: expect.stringMatching(/^data:image\/jpeg;base64,/),
    notes: `data:text/plain;base64,${Buffer.from("at dusk").toString("base64")}`,
  });
  const download = output(page).getByRole("link", { name: "Download .png" });
  await expect(download).toHaveAttribute("href", PAINTING);

  const { input } = await get(vitrine.url, id);
  expect(input).toMatchObject({ prompt: "a harbour", api_key: "(secret)" });
  expect(await secretsLeft(vitrine.dataFolder)).toBe(0);
  const dump = await query(
    databaseUrlOf(vitrine.dataFolder),
    "SELECT l.*, p.input_preview FROM prediction_payloads l JOIN predictions p ON p.id = l.prediction_id",
  );
  expect(JSON.stringify(dump)).not.toContain(KEY);

  await page.goto(`/p/${id}`);
  await expect(page.getByRole("link", { name: "The file that was given" })).toHaveAttribute(
    "href",
    /v1\/files/,
  );
  await expect(page.getByText("(secret)")).toBeVisible();
  await expect(output(page).getByRole("img", { name: "What the model made" })).toBeVisible();
  await expectNoFindings(page);
  await page.goto(`${path}?from=${id}`);
  await expect(page.getByLabel("Key")).toHaveValue("");
  await runButton(page).click();
  await expect(page.getByLabel("Key")).toHaveAccessibleDescription(/Key is needed/);
});

test("Replicate's client gets the painting as a file, which it can save", async ({
  painter: { container, path, vitrine },
}) => {
  container.set({ inputs: SAME, pieces: [PAINTING] });
  const replicate = new Replicate({ baseUrl: `${vitrine.url}/v1` });
  const input = {
    ...{ prompt: "a harbour", api_key: KEY, image: await photo() },
    notes: new Blob(["at dusk"], { type: "text/plain" }),
  };
  const painting = (await replicate.run(path.slice(1) as `${string}/${string}`, { input })) as {
    blob(): Promise<Blob>;
  };
  const bytes = Buffer.from(await (await painting.blob()).arrayBuffer());
  expect(`data:image/png;base64,${bytes.toString("base64")}`).toBe(PAINTING);
  const { latest_version } = await (await fetch(`${vitrine.url}/v1/models${path}`)).json();
  const schema = latest_version.openapi_schema.components.schemas.Output;
  expect(schema).toMatchObject({ type: "string", format: "uri" });
});

test("a painting that does not come is told, and what was secret is forgotten with it", async ({
  page,
  painter: { container, path, vitrine },
}) => {
  container.set({ inputs: SAME, pieces: ["https://example.org/elsewhere.png"] });
  await page.goto(path);
  await untilScripted(page);
  await fillIn(page);
  await runButton(page).click();
  await expect(output(page)).toContainText(
    "The output is no image: none is in it, and nothing is fetched",
  );
  await expectNoFindings(page);
  container.set({ inputs: SAME, ending: "never" });
  await page.goto(path);
  await untilScripted(page);
  await fillIn(page);
  await runButton(page).click();
  await predictionId(page);
  await expect.poll(() => secretsLeft(vitrine.dataFolder)).toBe(1);
  await output(page).getByRole("button", { name: "Cancel" }).click();
  await expect.poll(() => secretsLeft(vitrine.dataFolder)).toBe(0);
});

const SAME = Object.fromEntries(
  ["prompt", "image", "notes", "api_key", "steps"].map((name) => [name, { type: "string" }]),
);

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("a form that comes back does not have the key in its address", async ({
    page,
    painter: { path },
  }) => {
    await page.goto(path);
    await page.getByRole("textbox", { name: "What to paint" }).fill("");
    await page.getByLabel("Key").fill(KEY);
    await runButton(page).click();
    await expect(page).toHaveURL(/check=1/);
    expect(page.url()).not.toContain(KEY);
    expect(await page.content()).not.toContain(KEY);
  });
});
