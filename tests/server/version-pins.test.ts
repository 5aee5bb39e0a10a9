import { expect, test } from "@playwright/test";
import { INSTALLATION } from "#server/access.ts";
import { setCurrentVersion } from "#server/current-version.ts";
import type { DefinitionFiles } from "#server/definition-folder.ts";
import { publishShipped } from "#server/launch/shipped-models.ts";
import { publishDefinition } from "#server/publishing.ts";
import { getLatestVersion } from "#server/versions.ts";
import { type Headers, invite, makeToken, signInOwner } from "../support/accounts.ts";
import { finished, post, QUESTION, sharedUrl } from "../support/api.ts";
import { publishCopy, publishSaying } from "../support/own-models.ts";
import { shippedTexts } from "../support/shipped.ts";
import { startTestDatabase } from "../support/test-database.ts";

const SECRET = "SECRET-OF-THE-PROMPT";

const url = sharedUrl();
const another = (readme: string) => ({ "README.md": () => readme });

const secondTexts = {
  ...another("The second."),
  "prompt.liquid": (text: string) => `{% comment %}${SECRET}{% endcomment %}${text}`,
};

/** Two versions of a new creator's model, the second of which is current. */
async function publishTwo() {
  const creator = await invite("creator");
  const first = await publishCopy(creator.name, "pinned", another("The first."));
  const second = await publishCopy(creator.name, "pinned", secondTexts);
  return { creator, first, second, model: `${creator.name}/pinned` };
}

function choose(model: string, version: unknown, headers: Headers) {
  return fetch(`${url}/v1/models/${model}`, {
    method: "PATCH",
    body: JSON.stringify({ version }),
    headers: { ...headers, "content-type": "application/json" },
  });
}

async function currentOf(model: string): Promise<string> {
  return (await (await fetch(`${url}/v1/models/${model}`)).json()).latest_version.id;
}

test("whoever manages a model rolls it back, runs the older version, and rolls forward", async () => {
  const { creator, first, second, model } = await publishTwo();
  expect(await currentOf(model)).toBe(second);
  expect((await choose(model, first, creator.headers)).status).toBe(200);
  expect(await currentOf(model)).toBe(first);
  const made = await post(`${url}/v1/models/${model}/predictions`, { input: QUESTION });
  expect((await made.json()).version).toBe(first);
  const again = await publishSaying(creator.name, "pinned", secondTexts);
  expect(again).toContain(`Unchanged: version ${second}`);
  expect(again).toContain(`version ${first} is pinned`);
  expect(await currentOf(model)).toBe(first);
  expect((await choose(model, second, await signInOwner())).status).toBe(200);
  expect(await currentOf(model)).toBe(second);
  const writer = await makeToken(creator.headers, { scopes: ["write"] });
  expect((await choose(model, first, writer)).status).toBe(200);
  expect(await currentOf(model)).toBe(first);
});

test("nobody else chooses a model's version, and it looks to them as if it did not exist", async () => {
  const { creator, first, second, model } = await publishTwo();
  for (const { headers } of [{ headers: {} }, await invite("creator"), await invite("reviewer")])
    expect((await choose(model, first, headers)).status).toBe(404);
  const reader = await makeToken(creator.headers, { scopes: ["read", "run"] });
  expect((await choose(model, first, reader)).status).toBe(403);
  expect(await currentOf(model)).toBe(second);
});

test("what is no version of the model is refused in a sentence, or not found", async () => {
  const { creator, second, model } = await publishTwo();
  const other = await publishCopy(creator.name, "other");
  expect((await choose(model, other, creator.headers)).status).toBe(404);
  expect((await choose(model, "0".repeat(64), creator.headers)).status).toBe(404);
  expect((await choose(`${creator.name}/nothing`, second, creator.headers)).status).toBe(404);
  for (const wrong of ["latest", second.slice(0, 8), second.toUpperCase()]) {
    const answer = await choose(model, wrong, creator.headers);
    expect(answer.status).toBe(422);
    expect((await answer.json()).detail).toContain("version: is no version's id: give all its 64");
  }
  expect((await choose(model, undefined, creator.headers)).status).toBe(422);
  expect(await currentOf(model)).toBe(second);
});

test("a version's page shows its files to those alone who may inspect the model", async () => {
  const { creator, first, second, model } = await publishTwo();
  const reviewer = await invite("reviewer");
  const paths = [`/${model}/versions/${second}`, `/${model}/versions?compare=${first}..${second}`];
  for (const address of paths) {
    const seenBy = async (headers: Headers) => (await fetch(url + address, { headers })).text();
    for (const { headers } of [creator, reviewer]) expect(await seenBy(headers)).toContain(SECRET);
    for (const headers of [{}, { rsc: "1" }, (await invite("creator")).headers])
      expect(await seenBy(headers)).not.toContain(SECRET);
  }
  const nowhere = [`/vitrine/honeycomb-nlq/versions/${second}`, `/${model}/versions/latest`];
  for (const address of nowhere) expect((await fetch(url + address)).status).toBe(404);
});

test("a prediction's page keeps to the version that made it, and leads to the current one", async () => {
  const creator = await invite("creator");
  const model = `${creator.name}/renamed`;
  const first = await publishCopy(creator.name, "renamed");
  const made = await post(`${url}/v1/models/${model}/predictions`, { input: QUESTION });
  const { id } = await made.json();
  await finished(url, id);
  const page = async (address: string) => (await fetch(url + address)).text();
  expect(await page(`/p/${id}`)).not.toContain("Run on the current version");
  const before = outputOf(await page(`/p/${id}`));
  const second = await publishCopy(creator.name, "renamed", {
    "model.yaml": (text) =>
      text.replace(/: cols$/gm, ": fields").replace("title: Columns", "title: Fields"),
    "examples.json": (text) => text.replaceAll('"cols"', '"fields"'),
    "prompt.liquid": (text) => text.replaceAll("cols", "fields"),
  });
  const older = await page(`/p/${id}`);
  expect(older).toContain(`href="/${model}?from=${id}"`);
  expect(older).toContain("Run on the current version");
  expect(older).toContain(first.slice(0, 8));
  expect(older).toContain(second.slice(0, 8));
  expect(older).toMatch(/<h2[^>]*>Columns/);
  expect(outputOf(older)).toBe(before);
  expect(outputOf(await page(`/${model}?from=${id}`))).toBe(before);
});

/** The preview in the output, whatever is around it. */
function outputOf(html: string): string {
  const [, shown = ""] = /aria-label="Output".*?<\/header>(.*?)<footer/s.exec(html) ?? [];
  expect(shown).not.toBe("");
  return shown;
}

test("a pin holds through starts and releases, until its owner publishes something new", async () => {
  const stop = await startTestDatabase();
  try {
    const files = await shippedTexts();
    const shipped = { owner: "vitrine", name: "honeycomb-nlq" };
    const publish = (changed: Partial<DefinitionFiles>, keepsPin = false) =>
      publishDefinition({ ...shipped, files: { ...files, ...changed }, keepsPin });
    const current = async () =>
      (await getLatestVersion(shipped.owner, shipped.name, INSTALLATION)).id;

    const old = await publish({ "README.md": "An old release." });
    const publishAll = async () =>
      (await publishShipped()).filter(({ name }) => name === shipped.name);
    const [released] = await publishAll();
    expect(await current()).toBe(released?.id);
    await setCurrentVersion(shipped, old.id, INSTALLATION);
    expect((await publishAll()).map(({ id }) => id)).toEqual([old.id, released?.id]);
    expect(await current()).toBe(old.id);
    const next = await publish({ "README.md": "A release to come." }, true);
    expect(await current()).toBe(old.id);

    await setCurrentVersion(shipped, next.id, INSTALLATION);
    expect(await current()).toBe(next.id);
    await setCurrentVersion(shipped, old.id, INSTALLATION);
    await publish({ "README.md": "A release to come." });
    expect(await current()).toBe(old.id);
    const own = await publish({ "README.md": "A version of one's own." });
    expect(await current()).toBe(own.id);
    await publish({ "README.md": "An old release." });
    expect(await current()).toBe(old.id);
  } finally {
    await stop();
  }
});
