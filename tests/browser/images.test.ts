import fs from "node:fs";
import path from "node:path";
import { expect, type Page } from "@playwright/test";
import { get } from "../support/api.ts";
import { expectNoFindings } from "../support/axe.ts";
import { eyesTest as test } from "../support/eyes-test.ts";
import { photo } from "../support/images.ts";
import {
  evidence,
  output,
  predictionId,
  runButton,
  tabTo,
  untilScripted,
} from "../support/pages.ts";

const PAGE = "/vitrine/alt-text";

const imageField = (page: Page) => page.getByLabel("Image", { exact: true });
const chosen = (page: Page) => page.getByRole("img", { name: "What was chosen" });
const given = (page: Page) => page.getByRole("img", { name: "What was given" });

const chooseFile = async (page: Page, name = "photo.jpg") =>
  imageField(page).setInputFiles({ name, mimeType: "image/jpeg", buffer: await photo() });

/** Whether an image is there to be seen, and not only its frame. */
const isDrawn = (page: Page) =>
  page
    .getByRole("img")
    .first()
    .evaluate((image: HTMLImageElement) => image.naturalWidth > 0);

test("an image is chosen, seen, asked about and seen again at its prediction's link", async ({
  page,
  eyes,
}) => {
  await page.goto(PAGE);
  await untilScripted(page);
  await expect(chosen(page)).toBeVisible();
  await chooseFile(page);
  await expect(chosen(page)).toHaveAttribute("src", /^\/v1\/files\/[0-9a-v]{26}\/download$/);
  await expect.poll(() => isDrawn(page)).toBe(true);
  await expectNoFindings(page);
  await runButton(page).click();
  const id = await predictionId(page);
  await expect(output(page)).toContainText("Two fields of colour");
  const sent = JSON.stringify(eyes.requests.at(-1));
  expect(sent).toContain("data:image/jpeg;base64,");
  expect(sent).not.toContain("/v1/files");
  await page.goto(`/p/${id}`);
  await expect(given(page)).toBeVisible();
  await expect.poll(() => isDrawn(page)).toBe(true);
  await expect(evidence(page)).toContainText("SmolVLM2-2.2B-Instruct");
  await expectNoFindings(page);
});

test("what cannot be sent, or is no image, is told at its field", async ({ page }) => {
  await page.goto(PAGE);
  await untilScripted(page);
  await imageField(page).setInputFiles({
    name: "a.png",
    mimeType: "image/png",
    buffer: Buffer.from("no image"),
  });
  await expect(chosen(page)).toHaveAttribute("src", /v1\/files/);
  await runButton(page).click();
  await expect(imageField(page)).toHaveAccessibleDescription(
    /Image cannot be read as an image: choose/,
  );
  await expect(imageField(page)).toBeFocused();
  await page.route("**/v1/files", (route) => route.abort());
  await chooseFile(page);
  await expect(imageField(page)).toHaveAccessibleDescription(
    /could not be sent. The server could not be reached/,
  );
  await expect(chosen(page)).toHaveCount(0);
  await expectNoFindings(page);
});

test("an image is dropped or pasted as well as chosen, and by the keyboard alone", async ({
  page,
}) => {
  await page.goto(PAGE);
  await untilScripted(page);
  await tabTo(page, imageField(page));
  const base64 = (await photo()).toString("base64");
  for (const kind of ["drop", "paste"] as const) {
    const before = await chosen(page).getAttribute("src");
    await page
      .getByRole("group", { name: "Place for a file" })
      .evaluate(dropOrPaste, { kind, base64 });
    await expect(chosen(page)).not.toHaveAttribute("src", before ?? "");
    await expect(chosen(page)).toHaveAttribute("src", /v1\/files/);
  }
});

function dropOrPaste(
  target: Element,
  { kind, base64 }: { kind: "drop" | "paste"; base64: string },
) {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], "photo.jpg", { type: "image/jpeg" }));
  const options = { bubbles: true, cancelable: true };
  target.dispatchEvent(
    kind === "drop"
      ? new DragEvent("drop", { ...options, dataTransfer: data })
      : new ClipboardEvent("paste", { ...options, clipboardData: data }),
  );
}

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("the form posts the file itself", async ({ page, eyes }) => {
    await page.goto(PAGE);
    await chooseFile(page);
    await page
      .getByRole("textbox", { name: "Where it stands (optional)" })
      .fill("A page about colours.");
    await runButton(page).click();
    const id = await predictionId(page);
    await expect(given(page)).toBeVisible();
    await expect.poll(() => isDrawn(page)).toBe(true);
    const { input } = await get(eyes.url, id);
    expect(input).toMatchObject({ context: "A page about colours.", purpose: "informs" });
    expect(String(input.image)).toMatch(/^\/v1\/files\//);
  });

  test("a file that is no image comes back with the form and what is wrong with it", async ({
    page,
  }) => {
    await page.goto(PAGE);
    await imageField(page).setInputFiles({
      name: "a.png",
      mimeType: "image/png",
      buffer: Buffer.from("no image"),
    });
    await page.getByRole("radio", { name: "It sets a mood" }).check();
    await runButton(page).click();
    await expect(page).toHaveURL(/check=1/);
    await expect(page.getByRole("radio", { name: "It sets a mood" })).toBeChecked();
  });
});

test("the shipped images are small, and drawn for it", () => {
  const folder = path.join(import.meta.dirname, "../../models/alt-text");
  const sizes = fs
    .readdirSync(folder)
    .filter((name) => name.endsWith(".png"))
    .map((name) => fs.statSync(path.join(folder, name)).size);
  expect(Math.max(...sizes)).toBeLessThan(10_000);
});
