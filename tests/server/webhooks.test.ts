import { promisify } from "node:util";
import { expect, test } from "@playwright/test";
import fc from "fast-check";
import { validateWebhook } from "replicate";
import type { Prediction } from "#contract/prediction.ts";
import { isPublicAddress, lookupPublic, requireWebhookAddress } from "#server/webhooks/address.ts";
import { type Headers, invite, makeToken } from "../support/accounts.ts";
import { finished, MODEL, post, QUESTION, sharedUrl } from "../support/api.ts";
import { publishCounting } from "../support/crowd.ts";
import { until } from "../support/installation.ts";
import { publishCopy } from "../support/own-models.ts";
import { startWebhookReceiver, type WebhookReceiver } from "../support/webhook-receiver.ts";

const url = sharedUrl();
let program: Headers;
let receiver: WebhookReceiver;

test.beforeAll(async () => {
  const ada = await invite("creator");
  program = await makeToken(ada.headers, { scopes: ["run", "read"] });
});
test.beforeEach(async () => {
  receiver = await startWebhookReceiver();
});
test.afterEach(() => receiver.close());

async function ask(wish: object, path = MODEL, input: object = QUESTION): Promise<Prediction> {
  const body = { input, webhook: receiver.url, ...wish };
  const answer = await post(`${url}${path}/predictions`, body, program);
  expect(answer.status).toBe(201);
  return answer.json();
}

const told = () => receiver.deliveries.map(({ prediction }) => prediction.status);

test("a webhook is told of the end with the prediction as it is read, signed so that Replicate's client takes it", async () => {
  const made = await ask({ webhook_events_filter: ["completed"] });
  expect(made).toMatchObject({ webhook: receiver.url, webhook_events_filter: ["completed"] });
  await until(() => receiver.deliveries.length > 0);
  const [delivery] = receiver.deliveries;
  const read = await (await fetch(`${url}/v1/predictions/${made.id}`, { headers: program })).json();
  expect(delivery?.prediction).toEqual({
    ...read,
    urls: { ...read.urls, stream: expect.any(String) },
  });
  const { key } = await (
    await fetch(`${url}/v1/webhooks/default/secret`, { headers: program })
  ).json();
  const headers = delivery?.headers ?? {};
  const body = delivery?.body ?? "";
  const signed = {
    id: String(headers["webhook-id"]),
    timestamp: String(headers["webhook-timestamp"]),
    signature: String(headers["webhook-signature"]),
    secret: key,
  };
  expect(await validateWebhook({ ...signed, body })).toBe(true);
  expect(await validateWebhook({ ...signed, body: `${body} ` })).toBe(false);
  expect(told()).toEqual(["succeeded"]);
});

test("a webhook is told of the start, of what is written at most twice a second, and of the end", async () => {
  await publishCounting();
  const made = await ask(
    { webhook_events_filter: ["start", "output", "completed"] },
    "/v1/models/tests/counts-on",
    { to: "9999" },
  );
  await until(() => receiver.deliveries.filter(({ prediction }) => prediction.output).length >= 3);
  await post(`${url}/v1/predictions/${made.id}/cancel`, "", program);
  await until(() => told().includes("canceled"));
  const ended = await finished(url, made.id);
  const running = receiver.deliveries.filter(({ prediction }) => prediction.output);
  const seconds = ended.metrics.predict_time ?? 0;
  expect(running.length).toBeLessThanOrEqual(2 * seconds + 3);
  expect(told()[0]).toBe("processing");
  expect(told().filter((status) => status === "canceled")).toHaveLength(1);
});

test("a receiver that is down is told again until it has heard, under the same id", async () => {
  receiver.answer(503, 503, 200);
  await ask({ webhook_events_filter: ["completed"] });
  await until(() => receiver.deliveries.length === 3);
  const ids = receiver.deliveries.map(({ headers }) => headers["webhook-id"]);
  expect(new Set(ids).size).toBe(1);
});

test("a receiver that sends elsewhere, or wants nothing, is told once", async () => {
  for (const status of [302, 400, 410]) {
    receiver.answer(status);
    const { id } = await ask({ webhook_events_filter: ["completed"] });
    await until(() => receiver.deliveries.some(({ prediction }) => prediction.id === id));
  }
  receiver.answer(200);
  const { id } = await ask({ webhook_events_filter: ["completed"] });
  await until(() => receiver.deliveries.some(({ prediction }) => prediction.id === id));
  expect(receiver.deliveries).toHaveLength(4);
});

test("a prediction that never starts tells of its end alone", async () => {
  await publishCopy("tests", "no-engine-here", {
    "model.yaml": (text) => `${text}\nengine: nowhere\n`,
  });
  const body = { input: QUESTION, webhook: receiver.url, webhook_events_filter: ["start"] };
  const path = `${url}/v1/models/tests/no-engine-here/predictions`;
  const short = { ...program, "cancel-after": "1s" };
  const silent = (await (await post(path, body, short)).json()) as Prediction;
  const { id } = (await (
    await post(path, { ...body, webhook_events_filter: ["start", "completed"] }, short)
  ).json()) as Prediction;
  await until(() => receiver.deliveries.length > 0);
  await finished(url, silent.id);
  expect(receiver.deliveries.map(({ prediction }) => prediction.id)).toEqual([id]);
});

test("a webhook needs a token, and nobody else is told where it leads", async () => {
  const body = { input: QUESTION, webhook: receiver.url };
  expect((await post(`${url}${MODEL}/predictions`, body)).status).toBe(401);
  const made = await ask({ webhook_events_filter: [] });
  const seen = await (await fetch(`${url}/v1/predictions/${made.id}`)).text();
  expect(seen).not.toContain(receiver.url);
  await finished(url, made.id);
});

for (const webhook of ["ftp://example.org", "nowhere", "https://u:p@example.org/"])
  test(`a webhook at ${webhook} is refused`, async () => {
    const answer = await post(`${url}${MODEL}/predictions`, { input: QUESTION, webhook }, program);
    expect(answer.status).toBe(422);
    expect((await answer.json()).invalid_fields[0].field).toBe("webhook");
  });

test("nothing is sent into private networks, however they are written", async () => {
  const hosts = ["localhost", "a.localhost", "127.0.0.1", "0x7f.1", "2130706433", "10.1.2.3"];
  const more = ["172.31.0.1", "192.168.0.1", "169.254.169.254", "[::1]", "[::ffff:10.0.0.1]"];
  for (const host of [...hosts, ...more, "[fd00::1]", "[fe80::1]", "[64:ff9b::7f00:1]", "0.0.0.0"])
    expect(() => requireWebhookAddress(`https://${host}/`), host).toThrow(/private network/);
  for (const host of ["example.org", "93.184.216.34", "[2606:2800:220:1::1]"])
    expect(() => requireWebhookAddress(`https://${host}/`), host).not.toThrow();
  await expect(promisify(lookupPublic)("localhost", {})).rejects.toThrow();
});

test("every address within a private network is private, in its IPv6 form as well", () => {
  const octet = fc.integer({ min: 0, max: 255 });
  fc.assert(
    fc.property(
      fc.constantFrom([10], [127], [192, 168], [169, 254], [100, 64], [172, 16]),
      fc.tuple(octet, octet, octet),
      (network, rest) => {
        const address = [...network, ...rest].slice(0, 4).join(".");
        return !isPublicAddress(address) && !isPublicAddress(`::ffff:${address}`);
      },
    ),
  );
});
