import { expect, test } from "@playwright/test";
import { QUESTION, sharedUrl } from "../support/api.ts";
import { publishCounting } from "../support/crowd.ts";
import { until } from "../support/installation.ts";
import { hasPip, runPython } from "../support/python-clients.ts";
import { startReplicating } from "../support/replicate-client.ts";
import { startWebhookReceiver } from "../support/webhook-receiver.ts";

test.skip(!hasPip(), "Python or its pip is not installed here");

const url = sharedUrl();
const aQuery = expect.stringContaining('"calculations"');

test.beforeAll(publishCounting);

test("Replicate's client for Python does here all that it does there", async () => {
  const { replicate, owner, token, model, versions } = await startReplicating();
  const receiver = await startWebhookReceiver();
  await replicate.predictions.create({
    ...{ model, input: QUESTION, webhook: receiver.url, webhook_events_filter: ["completed"] },
  });
  await until(() => receiver.deliveries.length > 0);
  const [latest, version] = versions;
  const steps = await runPython("replicate_1.py", ["replicate==1.0.7"], {
    ...{ address: url, token, model, version, latest, long: "tests/counts-on", input: QUESTION },
    delivery: receiver.deliveries[0],
  });
  await receiver.close();
  expect(steps).toEqual({
    ...{ "run a model": aQuery, "run a version": aQuery, stream: aQuery, "stream's end": "done" },
    "run with a wrong input": { status: 422, detail: expect.stringContaining("nothing") },
    ...{ create: "starting", wait: "succeeded", get: true, list: true, cancel: "canceled" },
    "output in chunks": true,
    ...{ account: owner, hardware: "bundled", models: true, model: true, versions },
    ...{ version: "3.0.2", search: ["mine"], "model made": "by-python" },
    file: { size: 5, listed: true },
    ...{ deployment: 1, "deployment's prediction": "succeeded" },
    ...{ "deployment's next release": 2, "deployment ended": true },
    "a forged webhook": "InvalidSignatureError",
  });
});

test("so does its next major version, with another form of the same address", async () => {
  const { owner, token, model, versions } = await startReplicating();
  const [latest, version] = versions;
  const steps = await runPython("replicate_2.py", ["replicate==2.0.0b4"], {
    ...{ address: url, token, model, version, latest, input: QUESTION },
  });
  expect(steps).toEqual({
    ...{ "run a model": aQuery, "run a version": aQuery, stream: aQuery, use: aQuery },
    ...{ create: "succeeded", get: true, list: true, cancel: true, account: owner },
    "a wrong input": expect.stringContaining("nothing"),
    readme: expect.stringContaining("#"),
    examples: [],
    ...{ update: "By Python.", search: ["mine"], versions: 3 },
  });
});

test("one base address with /v1 serves clients that add it once more", async () => {
  const answer = await fetch(`${url}/v1/v1/models/vitrine/honeycomb-nlq`);
  expect([answer.status, (await answer.json()).name]).toEqual([200, "honeycomb-nlq"]);
  expect((await fetch(`${url}/v1/v1`)).status).toBe(404);
  expect((await fetch(`${url}/v1/v1x/models`)).status).toBe(404);
});
