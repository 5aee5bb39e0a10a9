import { expect, test } from "@playwright/test";
import { outputText, type Prediction } from "#contract/prediction.ts";
import { newName } from "../support/accounts.ts";
import { finished, get, MODEL, post, QUESTION, sharedUrl } from "../support/api.ts";
import { publishCounting } from "../support/crowd.ts";
import { visitorHeaders } from "../support/visitors.ts";

const url = sharedUrl();
const LONG = "/v1/models/tests/counts-on/predictions";

async function ask(prefer: string, path = `${MODEL}/predictions`, input: object = QUESTION) {
  const headers = { ...visitorHeaders(newName("waiting")), prefer };
  const answer = await post(url + path, { input }, headers);
  const made = (await answer.json()) as Prediction;
  return { answer, made, end: () => post(`${url}/v1/predictions/${made.id}/cancel`, "", headers) };
}

test("whoever prefers to wait gets the finished prediction, and is told that it was waited for", async () => {
  const { answer, made } = await ask("wait");
  expect(answer.status).toBe(201);
  expect(answer.headers.get("preference-applied")).toBe("wait");
  expect(answer.headers.get("location")).toBe(made.urls.get);
  expect(made.status).toBe("succeeded");
  expect(outputText(made)).toContain("calculations");
});

for (const prefer of ["wait=1", "respond-async, Wait = 1", 'handling=strict,wait="1"'])
  test(`one that takes longer than is waited says that it starts, and goes on: ${prefer}`, async () => {
    await publishCounting();
    const { answer, made, end } = await ask(prefer, LONG, { to: "9999" });
    expect(answer.headers.get("preference-applied")).toBe("wait=1");
    expect(made).toMatchObject({ status: "starting", output: null });
    await expect.poll(async () => (await get(url, made.id)).status).toBe("processing");
    await end();
  });

for (const prefer of ["", "respond-async", "waiting", "wait=soon", "x-wait=1"])
  test(`nobody is kept waiting who does not ask for it: “${prefer}”`, async () => {
    const { answer, made } = await ask(prefer);
    expect(answer.headers.get("preference-applied")).toBeNull();
    expect(made.status).toBe("starting");
    await finished(url, made.id);
  });

test("a prediction goes on though whoever waits for it hangs up", async () => {
  const headers = { ...visitorHeaders(newName("gone")), prefer: "wait" };
  const leave = new AbortController();
  const asked = fetch(`${url}${MODEL}/predictions`, {
    ...{ method: "POST", body: JSON.stringify({ input: QUESTION }), signal: leave.signal },
    headers: { "content-type": "application/json", ...headers },
  });
  const own = async () => {
    const list = await (await fetch(`${url}/v1/predictions`, { headers })).json();
    return list.results as Prediction[];
  };
  await expect.poll(async () => (await own()).length).toBe(1);
  leave.abort();
  await expect(asked).rejects.toThrow();
  const [made] = await own();
  expect((await finished(url, made?.id ?? "")).status).toBe("succeeded");
});
