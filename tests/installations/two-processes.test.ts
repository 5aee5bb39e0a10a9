import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server, request as send } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "@playwright/test";
import { outputText, type Prediction } from "#contract/prediction.ts";
import { type Headers, makeToken, signInOwner } from "../support/accounts.ts";
import { events, MODEL, post, QUESTION } from "../support/api.ts";
import { type Installation, startInstallation } from "../support/installation.ts";
import { databaseUrlOf } from "../support/sql.ts";

let first: Installation;
let second: Installation;
let proxy: Server;
let url: string;
let program: Headers;
let shared: Record<string, string>;
/** Which of the two answered each request, in order. */
const answered: number[] = [];

test.beforeAll(async () => {
  // What is signed by one has to be known to the other.
  shared = { VITRINE_OWNER_KEY: randomBytes(24).toString("base64url") };
  first = await startInstallation({ env: shared });
  await first.untilReady();
  const DATABASE_URL = databaseUrlOf(first.dataFolder);
  second = await startInstallation({ env: { ...shared, DATABASE_URL } });
  await second.untilReady();
  proxy = await startProxy([first, second]);
  url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
});

test.afterAll(async () => {
  proxy.closeAllConnections();
  proxy.close();
  await second.stop();
  await first.stop();
});

/** Sends each request to the next process, as the simplest of balancers does. */
async function startProxy(targets: Installation[]): Promise<Server> {
  let next = 0;
  const server = createServer((request, response) => {
    const place = next++ % targets.length;
    answered.push(place);
    const target = new URL(request.url ?? "/", targets[place]?.url);
    const { method, headers } = request;
    const forwarded = send(target, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    forwarded.on("error", () => response.destroy());
    request.pipe(forwarded);
    response.on("close", () => forwarded.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

async function ask(input: object = QUESTION, headers: Headers = program): Promise<Prediction> {
  const answer = await post(`${url}${MODEL}/predictions`, { input }, headers);
  expect(answer.status).toBe(201);
  return answer.json();
}

const read = async (id: string): Promise<Prediction> =>
  (await fetch(`${url}/v1/predictions/${id}`, { headers: program })).json();

test("whoever signs in at one process is signed in at the other", async () => {
  const owner = await signInOwner(url, first.dataFolder, shared);
  const names = [];
  for (let time = 0; time < 4; time += 1)
    names.push((await (await fetch(`${url}/v1/account`, { headers: owner })).json()).username);
  expect(new Set(names)).toEqual(new Set(["owner"]));
  program = await makeToken(owner, { scopes: ["run", "read"] }, url);
});

test("a prediction is made at one, followed at the other, and read at either", async () => {
  for (let time = 0; time < 4; time += 1) {
    const { id, urls } = await ask();
    let text = "";
    let last = "";
    for await (const { event, data } of events(url, id)) {
      if (event === "output") text += data;
      last = event;
    }
    expect(last).toBe("done");
    for (const again of [await read(id), await read(id)])
      expect([again.status, outputText(again)]).toEqual(["succeeded", text]);
    // The link was signed by one, and opens at both.
    const link = new URL(urls.stream);
    for (const place of [first, second])
      expect((await fetch(`${place.url}${link.pathname}${link.search}`)).status).toBe(200);
  }
  expect(new Set(answered)).toEqual(new Set([0, 1]));
});

test("what one runs is canceled at the other", async () => {
  for (const place of [first, second]) {
    const { id } = await ask();
    await post(`${place.url}/v1/predictions/${id}/cancel`, "", program);
    await expect.poll(async () => (await read(id)).completed_at).not.toBeNull();
    expect(["canceled", "succeeded"]).toContain((await read(id)).status);
  }
});

test("the same request at both makes one prediction", async () => {
  const headers = { ...program, "idempotency-key": randomBytes(8).toString("hex") };
  const made = await Promise.all(Array.from({ length: 6 }, () => ask(QUESTION, headers)));
  expect(new Set(made.map(({ id }) => id)).size).toBe(1);
});

test("when one leaves, what it ran is finished by the other", async () => {
  const made = await Promise.all(Array.from({ length: 12 }, () => ask()));
  expect(await second.stop()).toBe(0);
  for (const { id } of made)
    await expect
      .poll(
        async () => {
          const answer = await fetch(`${first.url}/v1/predictions/${id}`);
          return ((await answer.json()) as Prediction).status;
        },
        { timeout: 100_000 },
      )
      .toBe("succeeded");
});
