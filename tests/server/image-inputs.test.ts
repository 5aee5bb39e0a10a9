import { expect, test } from "@playwright/test";
import Replicate from "replicate";
import sharp from "sharp";
import type { Prediction } from "#contract/prediction.ts";
import { type Headers, invite, makeToken, newName } from "../support/accounts.ts";
import { get, post, sharedUrl } from "../support/api.ts";
import { download, imageOf, photo, sentFile } from "../support/images.ts";
import { publishCopy } from "../support/own-models.ts";
import { databaseUrlOf, query } from "../support/sql.ts";
import { visitorHeaders } from "../support/visitors.ts";

const url = sharedUrl();
const ALT_TEXT = "/v1/models/vitrine/alt-text/predictions";

/** Nothing here reads images: what is asked waits, and is ended with its test. */
let asked: { id: string; headers: Headers }[] = [];
test.beforeEach(() => {
  asked = [];
});
test.afterEach(async () => {
  for (const { id, headers } of asked)
    await post(`${url}/v1/predictions/${id}/cancel`, "", headers);
});

async function ask(image: unknown, headers: Headers, path = ALT_TEXT) {
  const answer = await post(url + path, { input: { image } }, headers);
  const body = (await answer.json()) as Prediction & { invalid_fields?: unknown };
  if (answer.ok) asked.push({ id: body.id, headers });
  return body;
}

test("an image is kept upright, without what the camera noted, and no larger than models read", async () => {
  const headers = visitorHeaders(newName("camera"));
  const { id } = await sentFile(await photo(), { headers, type: "image/jpeg" });
  const made = await ask(`${url}/v1/files/${id}`, headers);
  expect(imageOf(made)).not.toContain(id);
  const kept = Buffer.from(await (await download(imageOf(made))).arrayBuffer());
  const { width, height, exif, orientation, format } = await sharp(kept).metadata();
  expect({ width, height, exif, orientation, format }).toEqual({
    ...{ width: 40, height: 60, exif: undefined, orientation: undefined, format: "jpeg" },
  });
  const big = await sharp({
    create: { width: 5_000, height: 100, channels: 4, background: "#0000" },
  })
    .webp()
    .toBuffer();
  const clear = await ask(`data:image/webp;base64,${big.toString("base64")}`, headers);
  const small = Buffer.from(await (await download(imageOf(clear))).arrayBuffer());
  expect(await sharp(small).metadata()).toMatchObject({
    ...{ width: 2_048, height: 41, format: "png" },
  });
});

test("an image that was kept already is used again as it is", async () => {
  const headers = visitorHeaders(newName("again"));
  const sent = (await sentFile(await photo(), { headers })).urls.get;
  const first = await ask(sent, headers);
  const second = await ask(imageOf(first), headers);
  expect(imageOf(second)).toBe(imageOf(first));
  expect(imageOf(await ask(sent, headers))).toBe(imageOf(first));
});

test("Replicate's client sends an image by itself, and names it in the input", async () => {
  const ada = await invite("creator");
  const headers = await makeToken(ada.headers, { scopes: ["run", "read"] });
  const auth = headers.authorization?.replace("Bearer ", "") ?? "";
  const replicate = new Replicate({ auth, baseUrl: `${url}/v1` });
  const made = await replicate.predictions.create({
    version: "vitrine/alt-text",
    input: { image: await photo() },
  });
  asked.push({ id: made.id, headers });
  const kept = await download(imageOf(made as unknown as Prediction), headers);
  expect(kept.headers.get("content-type")).toBe("image/jpeg");
  const file = await replicate.files.create(new Blob(["hello"], { type: "text/plain" }));
  expect(await replicate.files.get(file.id)).toMatchObject({ id: file.id, size: 5 });
  const { results } = await replicate.files.list();
  expect(results.map(({ id }) => id)).toContain(file.id);
  expect(await replicate.files.delete(file.id)).toBe(true);
});

const WRONG: [story: string, image: () => Promise<unknown>, complaint: RegExp][] = [
  ["an address elsewhere", async () => "https://example.org/a.png", /send it to \/v1\/files first/],
  ["an address that is none of ours", async () => "/v1/files/x", /is no image that is here/],
  [
    "a file that never was",
    async () => "/v1/files/7777777777777777777777777a",
    /is not here any more/,
  ],
  ["what is no text", async () => 4, /must be an address of the image/],
  ["a text file", async () => (await sentFile("hello")).urls.get, /cannot be read as an image/],
  [
    "half an image",
    async () => (await sentFile((await photo()).subarray(0, 200))).urls.get,
    /cannot be read/,
  ],
  [
    "a drawing of markup",
    async () =>
      (await sentFile("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>")).urls.get,
    /is no PNG, JPEG, WebP or GIF image/,
  ],
  [
    "an image that unpacks to gigabytes",
    async () => (await sentFile(await vast())).urls.get,
    /more than 50 million pixels/,
  ],
];

const vast = () =>
  sharp({
    create: { width: 10_000, height: 6_000, channels: 3, background: "#fff" },
    limitInputPixels: false,
  })
    .png({ palette: true })
    .toBuffer();

for (const [story, image, complaint] of WRONG)
  test(`${story} is no image, and the field says why`, async () => {
    const answer = await ask(await image(), visitorHeaders(newName("wrong")));
    expect(answer.invalid_fields).toEqual([
      expect.objectContaining({
        field: "input.image",
        description: expect.stringMatching(complaint),
      }),
    ]);
  });

test("an image goes where its prediction goes: private, shared, deleted", async () => {
  const ada = await invite("creator");
  await publishCopy(ada.name, "sees", {}, "alt-text");
  const maker = visitorHeaders(newName("maker"));
  const path = `/v1/models/${ada.name}/sees/predictions`;
  const { id } = await sentFile(await photo(), { headers: maker });
  const made = await ask(`/v1/files/${id}`, maker, path);
  const image = imageOf(made);
  expect((await download(image)).status).toBe(200);

  await post(`${url}/v1/predictions/${made.id}/cancel`, "", maker);
  const share = async (inputs: string[]) => {
    const scope = { inputs, output: true, settings: false };
    const answer = await post(
      `${url}/v1/predictions/${made.id}/shares`,
      { label: "", expires: "1h", scope },
      maker,
    );
    return (await answer.json()) as { id: string; url: string };
  };
  const [open, closed] = [await share(["image"]), await share([])];
  const inShare = (link: string) => `${new URL(link).pathname}/files/${image.split("/").at(-1)}`;
  await setVisibility(`${ada.name}/sees`, "private", ada.headers);
  expect((await download(image)).status).toBe(404);
  expect((await download(image, maker)).status).toBe(404);
  expect((await download(image, ada.headers)).status).toBe(200);
  expect((await download(inShare(open.url))).status).toBe(200);
  expect((await download(inShare(closed.url))).status).toBe(404);
  expect(await (await fetch(url + new URL(open.url).pathname)).text()).toContain(inShare(open.url));
  expect(await (await fetch(url + new URL(closed.url).pathname)).text()).not.toContain("/files/");

  const used = await fetch(url + image, { method: "DELETE", headers: maker });
  expect(used.status).toBe(409);
  expect((await used.json()).detail).toContain("delete the prediction");
  await fetch(`${url}/v1/predictions/${made.id}`, { method: "DELETE", headers: ada.headers });
  expect((await download(image, ada.headers)).status).toBe(404);
  expect([404, 410]).toContain((await download(inShare(open.url))).status);
  const database = databaseUrlOf(process.env.VITRINE_TEST_DATA ?? "");
  const kept = await query(database, "SELECT 1 FROM files WHERE id = $1", [
    image.split("/").at(-1),
  ]);
  expect(kept).toEqual([]);
});

test("a share opens no file but those of its prediction, whatever a text in it says", async () => {
  const headers = visitorHeaders(newName("curious"));
  const secret = await ask(
    (await sentFile(await photo())).urls.get,
    visitorHeaders(newName("other")),
  );
  const own = await post(
    `${url}/v1/models/vitrine/inclusive-edit/predictions`,
    { input: { article: imageOf(secret) } },
    headers,
  );
  const { id } = (await own.json()) as Prediction;
  await post(`${url}/v1/predictions/${id}/cancel`, "", headers);
  await expect.poll(async () => (await get(url, id)).completed_at).not.toBeNull();
  const scope = { inputs: ["article"], output: true, settings: false };
  const answer = await post(
    `${url}/v1/predictions/${id}/shares`,
    { label: "", expires: "1h", scope },
    headers,
  );
  const { url: link } = (await answer.json()) as { url: string };
  const path = `${new URL(link).pathname}/files/${imageOf(secret).split("/").at(-1)}`;
  expect((await download(path)).status).toBe(404);
});

async function setVisibility(model: string, visibility: string, headers: Headers) {
  const answer = await fetch(`${url}/v1/models/${model}`, {
    ...{ method: "PATCH", body: JSON.stringify({ visibility }) },
    headers: { ...headers, "content-type": "application/json" },
  });
  expect(answer.status).toBe(200);
}
