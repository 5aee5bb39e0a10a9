import { expect, test } from "@playwright/test";
import type { Prediction } from "#contract/prediction.ts";
import { type Headers, invite, makeToken, newName } from "../support/accounts.ts";
import { post, QUESTION, sharedUrl } from "../support/api.ts";
import { publishCopy } from "../support/own-models.ts";
import { databaseUrlOf, query } from "../support/sql.ts";

const url = sharedUrl();
let owner: string;
let program: Headers;

test.beforeAll(async () => {
  const ada = await invite("creator");
  owner = ada.name;
  program = await makeToken(ada.headers, { scopes: ["run", "read", "write"] });
});

const ask = (method: string, path: string, body?: object) =>
  fetch(`${url}/v1/models/${owner}/${path}`, {
    ...{ method, ...(body ? { body: JSON.stringify(body) } : {}) },
    headers: { ...program, "content-type": "application/json" },
  });

async function run(name: string): Promise<Prediction> {
  const path = `${url}/v1/models/${owner}/${name}/predictions`;
  const { id } = (await (await post(path, { input: QUESTION }, program)).json()) as Prediction;
  await finishedFor(id);
  return { id } as Prediction;
}

/** The end of a prediction that not everybody may see. */
const finishedFor = (id: string) =>
  expect
    .poll(async () => (await (await read(id)).json()).status, { intervals: [100] })
    .toBe("succeeded");
const read = (id: string) => fetch(`${url}/v1/predictions/${id}`, { headers: program });

const store = () => databaseUrlOf(process.env.VITRINE_TEST_DATA ?? "");

test("a program changes what a model says of itself, which makes a version and keeps the files' comments", async () => {
  const name = newName("said");
  const first = await publishCopy(owner, name, {
    "model.yaml": (text) => `# a note for whoever edits this\n${text}`,
  });
  const answer = await ask("PATCH", name, {
    ...{ description: "What it does now.", readme: "# Read me\n\nAnew." },
    github_url: "https://github.example/it",
  });
  expect(answer.status).toBe(200);
  const model = await answer.json();
  expect(model).toMatchObject({
    description: "What it does now.",
    github_url: "https://github.example/it",
  });
  expect(model.latest_version.id).not.toBe(first);
  expect(await (await ask("GET", `${name}/readme`)).text()).toBe("# Read me\n\nAnew.");
  const [row] = await query<{ files: Record<string, string> }>(
    store(),
    "SELECT files FROM versions WHERE id = $1",
    [model.latest_version.id],
  );
  expect(row?.files["model.yaml"]).toContain("# a note for whoever edits this");
  const without = await (await ask("PATCH", name, { github_url: null })).json();
  expect(without.github_url).toBeNull();
});

for (const [story, body, complaint] of [
  ["nothing", {}, "names nothing to change"],
  ["a key that there is not", { weights_url: "https://a.example" }, "weights_url is not a key"],
  ["an address that is none", { paper_url: "here" }, "is no web address"],
  ["a text with NUL in it", { readme: "a\0b" }, "readme: holds characters that are no text"],
  ["half a character", { description: "\ud800" }, "description: holds characters"],
  ["a version and a text", { version: "a".repeat(64), readme: "x" }, "send one after the other"],
] as const)
  test(`changing ${story} is refused`, async () => {
    await publishCopy(owner, "refuses");
    const answer = await ask("PATCH", "refuses", body);
    expect([answer.status, (await answer.json()).detail]).toEqual([
      422,
      expect.stringContaining(complaint),
    ]);
  });

test("a private model is deleted with all that was run on it, and the same can be published anew", async () => {
  const name = newName("gone");
  const version = await publishCopy(owner, name);
  const { id } = await run(name);
  expect((await ask("DELETE", name)).status).toBe(409);
  expect((await ask("PATCH", name, { visibility: "private" })).status).toBe(200);
  expect((await ask("DELETE", name)).status).toBe(204);
  expect((await ask("GET", name)).status).toBe(404);
  expect((await read(id)).status).toBe(404);
  for (const [table, column] of [
    ["predictions", "id"],
    ["prediction_payloads", "prediction_id"],
  ])
    expect(await query(store(), `SELECT 1 FROM ${table} WHERE ${column} = $1`, [id])).toEqual([]);
  expect(await publishCopy(owner, name)).toBe(version);
  expect((await read((await run(name)).id)).status).toBe(200);
});

test("a version is deleted once another is shown, and no deployment goes back to it", async () => {
  const name = newName("versions");
  const first = await publishCopy(owner, name);
  const { id } = await run(name);
  const path = `${name}/versions/${first}`;
  expect((await ask("DELETE", path)).status).toBe(409);
  await publishCopy(owner, name, {
    "model.yaml": (text) => text.replace(/^title: .*/, "title: Next"),
  });
  const deployment = {
    ...{ name, model: `${owner}/${name}`, version: first, hardware: "bundled" },
    ...{ min_instances: 0, max_instances: 1 },
  };
  await post(`${url}/v1/deployments`, deployment, program);
  const refused = await ask("DELETE", path);
  expect([refused.status, (await refused.json()).detail]).toEqual([
    409,
    expect.stringContaining(`The deployment ${owner}/${name} runs it`),
  ]);
  await fetch(`${url}/v1/deployments/${owner}/${name}`, { method: "DELETE", headers: program });
  expect((await ask("DELETE", path)).status).toBe(202);
  expect((await ask("GET", path)).status).toBe(404);
  expect((await read(id)).status).toBe(404);
  expect((await ask("GET", name)).status).toBe(200);
});

test("nothing is deleted while something runs on it", async () => {
  const name = newName("busy");
  await publishCopy(owner, name, {
    "model.yaml": (text) => `${text}\nvisibility: private\nengine: nowhere\n`,
  });
  const asked = await post(
    `${url}/v1/models/${owner}/${name}/predictions`,
    { input: QUESTION },
    program,
  );
  const { id } = (await asked.json()) as Prediction;
  const refused = await ask("DELETE", name);
  expect([refused.status, (await refused.json()).detail]).toEqual([
    409,
    expect.stringContaining("Predictions are running on it"),
  ]);
  await post(`${url}/v1/predictions/${id}/cancel`, "", program);
  expect((await ask("DELETE", name)).status).toBe(204);
});
