import { expect, test } from "@playwright/test";
import { newName } from "../support/accounts.ts";
import { get, QUESTION, sharedUrl } from "../support/api.ts";
import { startReplicating } from "../support/replicate-client.ts";

const url = sharedUrl();

let { replicate, owner, model, versions } = {} as Awaited<ReturnType<typeof startReplicating>>;

test.beforeAll(async () => {
  ({ replicate, owner, model, versions } = await startReplicating());
});

test("models are listed, read, searched, and their versions told", async () => {
  const { results } = await replicate.models.list();
  expect(results.map(({ owner, name }) => `${owner}/${name}`)).toContain(model);
  expect(Object.keys(results[0] ?? {})).toHaveLength(12);
  const name = "mine";
  const read = await replicate.models.get(owner, name);
  expect(read.latest_version?.id).toBe(versions[0]);
  const found = await replicate.models.search(`${owner}/mine`);
  expect(found.results.map((each) => each.name)).toEqual(["mine"]);
  expect((await replicate.models.search("zyzzyva")).results).toEqual([]);
  const list = await replicate.models.versions.list(owner, name);
  const ids = "results" in list ? list.results.map(({ id }) => id) : [];
  expect(ids).toEqual(versions);
  const version = await replicate.models.versions.get(owner, name, versions[1]);
  expect(version.openapi_schema).toMatchObject({ components: { schemas: { Input: {} } } });
});

test("a model is made, and its account and the hardware here are told", async () => {
  expect(await replicate.accounts.current()).toMatchObject({ type: "user", username: owner });
  const [hardware] = await replicate.hardware.list();
  expect(Object.keys(hardware ?? {}).sort()).toEqual(["name", "sku"]);
  const name = newName("made");
  const made = await replicate.models.create(owner, name, {
    ...{ visibility: "private", hardware: hardware?.sku ?? "", description: "Made by a program." },
    github_url: "https://github.example/it",
  });
  expect(made).toMatchObject({
    ...{ owner: owner, name, visibility: "private", description: "Made by a program." },
    github_url: "https://github.example/it",
  });
  await expect(
    replicate.models.create(owner, name, { visibility: "private", hardware: "bundled" }),
  ).rejects.toThrow(/there already/);
  await expect(
    replicate.models.create(owner, newName("x"), { visibility: "private", hardware: "tpu" }),
  ).rejects.toThrow(/hardware: is not here: take one of/);
});

test("a file is sent, listed, read and deleted", async () => {
  const sent = await replicate.files.create(Buffer.from("hello"));
  expect((await replicate.files.list()).results.map(({ id }) => id)).toContain(sent.id);
  expect(await replicate.files.get(sent.id)).toMatchObject({ id: sent.id, size: 5 });
  expect(await replicate.files.delete(sent.id)).toBe(true);
  await expect(replicate.files.get(sent.id)).rejects.toThrow(/404/);
});

test("a deployment keeps to its version while the model moves on, is released anew and rolled back", async () => {
  const name = newName("stable");
  const configuration = { hardware: "bundled", min_instances: 0, max_instances: 1 };
  const [second, first] = versions;
  const made = await replicate.deployments.create({
    ...{ name, model: model, version: first },
    ...configuration,
  });
  expect(made).toMatchObject({
    ...{ owner: owner, name },
    current_release: { number: 1, model: model, version: first, configuration },
  });
  const ask = () => replicate.deployments.predictions.create(owner, name, { input: QUESTION });
  const ran = await ask();
  expect(ran).toMatchObject({ version: first, deployment: `${owner}/${name}` });
  const next = await replicate.deployments.update(owner, name, { version: second });
  expect(next.current_release).toMatchObject({ number: 2, version: second });
  const again = await ask();
  expect(again.version).toBe(second);
  const back = await replicate.request(`/deployments/${owner}/${name}`, {
    ...{ method: "PATCH", data: { release: 1 } },
  });
  expect((await back.json()).current_release).toMatchObject({ number: 3, version: first });
  const { results } = await replicate.deployments.list();
  expect(results.map((each) => each.name)).toContain(name);
  expect((await replicate.deployments.get(owner, name)).current_release.number).toBe(3);
  await Promise.all([ran, again].map((each) => replicate.wait(each, { interval: 100 })));
  expect(await replicate.deployments.delete(owner, name)).toBe(true);
  await expect(replicate.deployments.get(owner, name)).rejects.toThrow(/404/);
  expect((await get(url, ran.id)).deployment).toBe(`${owner}/${name}`);
});
