import { expect, type Page } from "@playwright/test";
import { invite, newName } from "../support/accounts.ts";
import { post, sharedUrl } from "../support/api.ts";
import { expectNoFindings } from "../support/axe.ts";
import { test } from "../support/browser-test.ts";
import { signInAs } from "../support/owner.ts";
import { open, output, runButton } from "../support/pages.ts";

const SCHEMA = JSON.stringify({
  components: {
    schemas: {
      Input: {
        required: ["prompt"],
        properties: {
          prompt: { type: "string", title: "Prompt", "x-order": 0 },
          style: {
            allOf: [{ $ref: "#/components/schemas/style" }],
            default: "plain",
            "x-order": 1,
          },
          anything: { type: "object", "x-order": 2 },
        },
      },
      style: { type: "string", enum: ["plain", "ornate"], title: "style" },
    },
  },
});

const nameField = (page: Page) => page.getByRole("textbox", { name: "Name" });
const makeIt = (page: Page) => page.getByRole("button", { name: "Make the model" }).click();

test("a creator makes a model on the page, runs it, and only they see it", async ({
  page,
  stranger,
}) => {
  const { name: owner } = await signInAs(page, "creator");
  await page.goto("/");
  await page.getByRole("link", { name: "New model" }).click();
  await expectNoFindings(page);
  await nameField(page).fill("Not This");
  await makeIt(page);
  await expect(page.getByText(/^Name .*use lower-case letters/)).toBeVisible();
  await nameField(page).fill("my-first");
  await makeIt(page);
  await expect(page).toHaveURL(`/${owner}/my-first/settings`);
  await expect(page.getByRole("radio", { name: /Private/ })).toBeChecked();

  await open(page, `/${owner}/my-first`);
  await page
    .getByRole("textbox", { name: "What do you want to know?" })
    .fill("What is two and two?");
  await runButton(page).click();
  await expect(output(page).getByText(/^Generated in/)).toBeVisible();
  const answer = await stranger.goto(`/${owner}/my-first`);
  expect(answer?.status()).toBe(404);
});

test("a model begins with the form of a Cog container, and says what of it is left out", async ({
  page,
}) => {
  const { name: owner } = await signInAs(page, "creator");
  await open(page, "/account/new-model");
  await nameField(page).fill("from-cog");
  const schema = page.getByRole("textbox", { name: /The form of another model/ });
  await schema.fill("no schema");
  await makeIt(page);
  await expect(page.getByText(/form of another model holds no inputs/)).toBeVisible();
  await expectNoFindings(page);
  await schema.fill(SCHEMA);
  await makeIt(page);
  await expect(page).toHaveURL(`/${owner}/from-cog/settings`);
  await expect(page.getByRole("textbox", { name: "model.yaml" })).toHaveValue(
    /^# anything: is left out: its schema/,
  );
  await page.goto(`/${owner}/from-cog`);
  await expect(page.getByRole("radio", { name: "ornate" })).toBeVisible();
});

test("who publishes nothing makes no models, and a name is taken once", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByRole("link", { name: "New model" })).toHaveCount(0);
  const path = `${sharedUrl()}/v1/account/models`;
  const body = { name: newName("taken"), schema: null };
  const reviewer = await invite("reviewer");
  const creator = await invite("creator");
  expect((await post(path, body)).status).toBe(404);
  expect((await post(path, body, reviewer.headers)).status).toBe(404);
  expect(
    (await fetch(`${sharedUrl()}/account/new-model`, { headers: reviewer.headers })).status,
  ).toBe(404);
  expect((await post(path, body, creator.headers)).status).toBe(200);
  const again = await post(path, body, creator.headers);
  expect(again.status).toBe(422);
  const { invalid_fields: fields } = await again.json();
  expect(fields).toEqual([
    {
      ...{ type: "taken", field: "name" },
      description: expect.stringContaining("which is there already: choose another"),
    },
  ]);
  const inputs = Array.from({ length: 40 }, (_, place) => [`input_${place}`, { type: "string" }]);
  const Input = { properties: Object.fromEntries(inputs) };
  const schema = JSON.stringify({ components: { schemas: { Input } } });
  for (const wrong of ["null", "[]", "5", schema])
    expect((await post(path, { name: "x", schema: wrong }, creator.headers)).status).toBe(422);
});
