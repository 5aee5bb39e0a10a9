import { expect, test } from "@playwright/test";
import type { Prediction } from "#contract/prediction.ts";
import { type Headers, invite, makeToken } from "../support/accounts.ts";
import { finished, post, QUESTION, sharedUrl } from "../support/api.ts";
import { vitrineCommand } from "../support/command.ts";
import { publishCopy } from "../support/own-models.ts";
import { databaseUrlOf, query } from "../support/sql.ts";

const url = sharedUrl();
const DATA = process.env.VITRINE_TEST_DATA ?? "";

type Entry = { at: string; actor: string; action: string; object: string; token?: string };

async function entriesOf(actor: string): Promise<Entry[]> {
  const lines = (await vitrineCommand(["audit"], { VITRINE_DATA: DATA })).trim().split("\n");
  return lines.map((line) => JSON.parse(line)).filter((entry) => entry.actor === actor);
}

const send = (method: string, path: string, body: object | null, headers: Headers) =>
  fetch(`${url}${path}`, {
    ...{ method, ...(body ? { body: JSON.stringify(body) } : {}) },
    headers: { "content-type": "application/json", ...headers },
  });

test("whatever a creator changes is written down, with who did it and by which token", async () => {
  const { name, headers } = await invite("creator");
  const program = await makeToken(headers, { scopes: ["run", "read", "write"] });
  const model = `${name}/watched`;
  const first = await publishCopy(name, "watched");
  const path = `/v1/models/${model}`;
  await send("PATCH", path, { description: "Watched." }, program);
  await send("PATCH", path, { version: first }, program);
  const made = await post(`${url}${path}/predictions`, { input: QUESTION }, program);
  const { id } = (await made.json()) as Prediction;
  await finished(url, id);
  const featured = await send("POST", `${path}/examples`, { prediction: id, title: "" }, headers);
  const example = (await featured.json()).id;
  await send("DELETE", `${path}/examples/${example}`, null, headers);
  const scope = { inputs: [], output: true, settings: false };
  const share = { label: "", expires: "1h", scope };
  const shared = await send("POST", `/v1/predictions/${id}/shares`, share, headers);
  await send("DELETE", `/v1/shares/${(await shared.json()).id}`, null, headers);
  const deployment = { name: "d", model, version: first, hardware: "bundled" };
  const instances = { min_instances: 0, max_instances: 1 };
  await send("POST", "/v1/deployments", { ...deployment, ...instances }, program);
  await send("PATCH", `/v1/deployments/${name}/d`, { max_instances: 2 }, program);
  await send("DELETE", `/v1/deployments/${name}/d`, null, program);
  await send("DELETE", `/v1/predictions/${id}`, null, program);
  await send("PATCH", path, { visibility: "private" }, program);
  await send("DELETE", path, null, program);

  const entries = await entriesOf(name);
  expect(entries.map(({ action }) => action)).toEqual([
    ...["account.create", "token.create", "version.publish", "version.choose"],
    ...["example.create", "example.delete", "share.create", "share.revoke"],
    ...["deployment.create", "deployment.release", "deployment.delete"],
    ...["prediction.delete", "model.visibility", "model.delete"],
  ]);
  for (const { action, object, token } of entries) {
    if (/^(model|version|example)\./.test(action)) expect(object).toBe(model);
    const isProgram = /^(version|deployment|prediction|model)\./.test(action);
    expect(Boolean(token), action).toBe(isProgram);
  }
});

test("what cannot be written down does not happen", async () => {
  const { name, headers } = await invite("creator");
  const program = await makeToken(headers, { scopes: ["run", "read", "write"] });
  const path = `/v1/models/${name}/unwritten`;
  const version = await publishCopy(name, "unwritten");
  const made = await post(`${url}${path}/predictions`, { input: QUESTION }, program);
  const { id } = await finished(url, (await made.json()).id);
  const share = { expires: "1h", scope: { inputs: [], output: true, settings: false } };
  const deployment = { name: "d", model: `${name}/unwritten`, version, hardware: "bundled" };
  const store = databaseUrlOf(DATA);
  const trigger = `unwritten_${name.replaceAll("-", "_")}`;
  await query(
    store,
    `CREATE FUNCTION ${trigger}() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN RAISE 'no room'; END $$;
     CREATE TRIGGER ${trigger} BEFORE INSERT ON audit_log FOR EACH ROW
       WHEN (NEW.actor = '${name}') EXECUTE FUNCTION ${trigger}()`,
  );
  const instances = { min_instances: 0, max_instances: 1 };
  const answers = [
    await send("PATCH", path, { visibility: "private" }, program),
    await send("POST", `${path}/examples`, { prediction: id, title: "" }, program),
    await send("POST", `/v1/predictions/${id}/shares`, share, headers),
    await send("POST", "/v1/deployments", { ...deployment, ...instances }, program),
    await send("DELETE", `/v1/predictions/${id}`, null, program),
  ];
  await query(store, `DROP FUNCTION ${trigger} CASCADE`);
  expect(answers.map(({ status }) => status)).toEqual([500, 500, 500, 500, 500]);
  const read = async (of: string) => (await send("GET", of, null, headers)).json();
  expect((await read(path)).visibility).toBe("public");
  expect((await read(`/v1/predictions/${id}/shares`)).results).toEqual([]);
  expect((await read("/v1/deployments")).results).toEqual([]);
  expect(await read(`/v1/predictions/${id}`)).toMatchObject({ id, input: QUESTION });
  const examples = (await read(`${path}/examples`)).results as Prediction[];
  expect(examples.map((each) => each.id)).not.toContain(id);
});

test("what is written down holds nothing that was asked, and can be neither changed nor deleted", async () => {
  const said = await vitrineCommand(["audit"], { VITRINE_DATA: DATA });
  expect(said).not.toContain(QUESTION.nlq);
  expect(said).not.toMatch(/vt_[\w-]{20}/);
  const store = databaseUrlOf(DATA);
  for (const change of [
    "UPDATE audit_log SET actor = ''",
    "DELETE FROM audit_log",
    "TRUNCATE audit_log",
  ])
    await expect(query(store, change)).rejects.toThrow("only added to");
});
