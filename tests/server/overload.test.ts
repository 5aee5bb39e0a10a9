import { once } from "node:events";
import net from "node:net";
import { expect } from "@playwright/test";
import type { Prediction } from "#contract/prediction.ts";
import { finished, post } from "../support/api.ts";
import { until } from "../support/installation.ts";
import { scriptedTest as test } from "../support/scripted-test.ts";

const AT_ONCE = 300;

test(`of ${AT_ONCE} requests at once each is accepted and finished, or told when to come back`, async ({
  scripted: { vitrine, engine },
}) => {
  test.setTimeout(240_000);
  engine.set({ state: "loading" }); // so that a line forms
  const ready = async () => {
    const answer = await fetch(`${vitrine.url}/v1/models/tests/says/readiness`);
    return (await answer.json()).kind;
  };
  await until(async () => (await ready()) !== "ready");
  const path = `${vitrine.url}/v1/models/tests/says/predictions`;
  const answers = await Promise.all(
    Array.from({ length: AT_ONCE }, () => post(path, { input: { say: "it" } })),
  );
  const statuses = answers.map(({ status }) => status);
  expect(statuses.filter((status) => status !== 201 && status !== 429)).toEqual([]);
  const refused = answers.filter(({ status }) => status === 429);
  expect(refused.length).toBeGreaterThan(50);
  for (const answer of refused) {
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect((await answer.json()).detail).toContain("nothing was stored");
  }
  const accepted = answers.filter(({ status }) => status === 201);
  const made = (await Promise.all(accepted.map((answer) => answer.json()))) as Prediction[];
  const places = made.flatMap(({ wait }) => (wait ? [wait.position] : []));
  expect(Math.max(...places)).toBeGreaterThan(100);

  engine.set({ pieces: ["done"] });
  for (const { id } of made) expect((await finished(vitrine.url, id)).status).toBe("succeeded");
});

test("requests whose bodies never come hold nobody up", async ({
  scripted: { vitrine, engine },
}) => {
  engine.set({ pieces: ["done"] });
  const path = "/v1/models/tests/says/predictions";
  const { port } = new URL(vitrine.url);
  const head = `POST ${path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{`;
  const slow = Array.from({ length: 20 }, () => net.connect(Number(port), "127.0.0.1"));
  try {
    await Promise.all(
      slow.map(async (socket) => {
        await once(socket, "connect");
        await new Promise((written) => socket.write(head, written));
      }),
    );
    const made = await post(`${vitrine.url}${path}`, { input: { say: "it" } });
    expect(made.status).toBe(201);
    expect((await finished(vitrine.url, (await made.json()).id)).status).toBe("succeeded");
  } finally {
    for (const socket of slow) socket.destroy();
  }
});
