import fs from "node:fs";
import path from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { expect, test } from "@playwright/test";
import type { Prediction } from "#contract/prediction.ts";
import { type Headers, invite, makeToken, signInOwner } from "../support/accounts.ts";
import { create, finished, get, MODEL, post, QUESTION, sharedUrl } from "../support/api.ts";
import { vitrineCommand } from "../support/command.ts";
import { newDataFolder, startInstallation, until } from "../support/installation.ts";
import { publishCopy } from "../support/own-models.ts";
import { startWebhookReceiver } from "../support/webhook-receiver.ts";

const url = sharedUrl();
const SHARED = { VITRINE_DATA: process.env.VITRINE_TEST_DATA ?? "" };

const portOf = (address: string): string => new URL(address).port;

let home: string;
let file: string;
let program: Headers;

test.beforeAll(async () => {
  home = newDataFolder();
  file = path.join(home, "backup.jsonl.gz");
  const ada = await invite("creator");
  program = await makeToken(ada.headers, { scopes: ["run", "read"] });
});
test.afterAll(() => fs.rmSync(home, { recursive: true, force: true }));

test("a backup of a Vitrine at work brings back what was accepted before it, and goes on with it", async () => {
  const done = await finished(url, (await create(url)).id);
  const running = await create(url);
  const receiver = await startWebhookReceiver();
  receiver.answer(503); // so that its webhook is still to be told
  const told = { webhook: receiver.url, webhook_events_filter: ["completed"] };
  await post(`${url}${MODEL}/predictions`, { input: QUESTION, ...told }, program);
  await until(() => receiver.deliveries.length > 0);
  const said = await vitrineCommand(["backup", file], SHARED);
  expect(said).toMatch(/^\d+ predictions, with everything about them, are in /);
  expect(fs.statSync(file).mode & 0o077).toBe(0);
  await finished(url, running.id);

  const dataFolder = path.join(home, "restored");
  fs.mkdirSync(dataFolder);
  fs.chmodSync(dataFolder, 0o755);
  const restored = await vitrineCommand(["restore", file], { VITRINE_DATA: dataFolder });
  expect(restored).toMatch(/^\d+ predictions are back/);
  expect(restored.split(" ")[0]).toBe(said.split(" ")[0]);

  const env = { VITRINE_DATA: dataFolder, VITRINE_PRIVATE_WEBHOOKS: "allow" };
  const again = await startInstallation({ dataFolder, env });
  await again.untilReady();
  await until(() =>
    receiver.deliveries.some(({ prediction }) => portOf(prediction.urls.get) === portOf(again.url)),
  );
  await receiver.close();
  const read = await get(again.url, done.id);
  expect(read).toEqual({ ...done, urls: read.urls });
  expect((await finished(again.url, running.id)).status).toBe("succeeded");
  // Who had a token has it still; a model's prompt, its key order included, is the same version.
  const answer = await post(`${again.url}${MODEL}/predictions`, { input: QUESTION }, program);
  expect(answer.status).toBe(201);
  const made = (await answer.json()) as Prediction;
  expect(made.version).toBe(done.version);
  expect((await finished(again.url, made.id)).status).toBe("succeeded");
  // What is written down goes on in its order.
  const before = (await vitrineCommand(["audit"], env)).trim().split("\n");
  await makeToken(await signInOwner(again.url, dataFolder), { scopes: ["read"] }, again.url);
  const after = (await vitrineCommand(["audit"], env)).trim().split("\n");
  expect(after.slice(0, before.length)).toEqual(before);
  expect(after.length).toBeGreaterThan(before.length);
  await again.stop();

  expect(await vitrineCommand(["restore", file], { VITRINE_DATA: dataFolder })).toMatch(
    /holds \d+ models already: restore into an empty one/,
  );
});

test("half a backup, and what is none, is said to be, and leaves nothing behind", async () => {
  await vitrineCommand(["backup", file], SHARED);
  const whole = fs.readFileSync(file);
  const [header = "", ...rows] = gunzipSync(whole).toString().split("\n");
  const later = JSON.stringify({ ...JSON.parse(header), migration: "29991231000000_later" });
  const contents: [content: Buffer, complaint: RegExp][] = [
    [whole.subarray(0, whole.length / 2), /is no whole backup/],
    [Buffer.from("no gzip"), /is no whole backup/],
    [gzipSync("hello\n"), /is no backup of Vitrine's/],
    [gzipSync([later, ...rows].join("\n")), /of a later version of Vitrine/],
  ];
  const dataFolder = path.join(home, "empty");
  fs.mkdirSync(dataFolder);
  fs.chmodSync(dataFolder, 0o755);
  const broken = path.join(home, "broken.gz");
  for (const [content, complaint] of contents) {
    fs.writeFileSync(broken, content);
    const said = await vitrineCommand(["restore", broken], { VITRINE_DATA: dataFolder });
    expect(said).toMatch(complaint);
  }
  // Nothing of them is there: the whole one still goes in.
  expect(await vitrineCommand(["restore", file], { VITRINE_DATA: dataFolder })).toMatch(/are back/);
});

test("every prediction is exported as a line of JSON, or those of one model", async () => {
  const { name } = await invite("creator");
  await publishCopy(name, "exported");
  const path = `${url}/v1/models/${name}/exported/predictions`;
  const ids = [];
  for (let time = 0; time < 2; time += 1) {
    const { id } = (await (await post(path, { input: QUESTION })).json()) as Prediction;
    await finished(url, id);
    ids.push(id);
  }
  const args = ["predictions", "export", `model=${name}/exported`, "since=2026-01-01"];
  const lines = (await vitrineCommand(args, SHARED)).trim().split("\n");
  const read = lines.map((line) => JSON.parse(line) as Prediction);
  expect(read.map(({ id }) => id)).toEqual(expect.arrayContaining(ids));
  for (const each of read) expect(each.model).toBe(`${name}/exported`);
  expect(await vitrineCommand(["predictions", "export", "model=x"], SHARED)).toMatch(
    /model: is no owner\/name/,
  );
});

test("a model is run from the command line, by the kinds of its inputs", async () => {
  const args = [
    "run",
    "vitrine/honeycomb-nlq",
    "nlq=how many errors",
    'cols=["error","http.route"]',
  ];
  expect(await vitrineCommand(args, SHARED)).toContain('"calculations"');
  for (const [inputs, complaint] of [
    [["nlq=x", "cols=error"], /cols: is array, so write it as JSON/],
    [["nlq"], /write inputs as name=value/],
    [["nlq=x", "cols=[]", "other=1"], /other/],
  ] as const)
    expect(await vitrineCommand(["run", "vitrine/honeycomb-nlq", ...inputs], SHARED)).toMatch(
      complaint,
    );
  expect(await vitrineCommand(["run", "nobody/nothing"], SHARED)).toMatch(
    /nothing at this address/,
  );
});
