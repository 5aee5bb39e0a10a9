import { expect, test } from "@playwright/test";
import type { Prediction } from "#contract/prediction.ts";
import { newName } from "../support/accounts.ts";
import { events, finished, MODEL, post, QUESTION, sharedUrl } from "../support/api.ts";
import { publishCounting } from "../support/crowd.ts";
import { publishCopy } from "../support/own-models.ts";
import { visitorHeaders } from "../support/visitors.ts";

const url = sharedUrl();

async function ask(cancelAfter: string, path: string, input: object): Promise<Prediction> {
  const headers = { ...visitorHeaders(newName("late")), "cancel-after": cancelAfter };
  const answer = await post(`${url}/v1/models/${path}/predictions`, { input }, headers);
  expect(answer.status).toBe(201);
  return answer.json();
}

test("a prediction that runs at its deadline ends there, with what it has written", async () => {
  await publishCounting();
  const made = await ask("8s", "tests/counts-on", { to: "9999" });
  const granted = Date.parse(made.deadline ?? "") - Date.parse(made.created_at);
  expect(granted).toBe(8_000);
  const ended = await finished(url, made.id);
  expect(ended).toMatchObject({ status: "canceled", error: null });
  expect(ended.output?.length).toBeGreaterThan(0);
  expect(ended.logs).toContain("canceled at its deadline");
});

test("one whose deadline passes while it waits is canceled, and says why", async () => {
  await publishCopy("tests", "no-engine-here", {
    "model.yaml": (text) => `${text}\nengine: nowhere\n`,
  });
  const made = await ask("1", "tests/no-engine-here", QUESTION);
  const seen = [];
  for await (const { event, data } of events(url, made.id)) seen.push([event, data]);
  expect(seen).toEqual([["done", '{"reason":"canceled"}']]);
  expect(await finished(url, made.id)).toMatchObject({
    status: "canceled",
    error: "aborted: deadline passed before start",
  });
});

for (const time of ["1m30s", "90s", "1.5m", "90", "1h", "5000ms"])
  test(`a deadline may be written as ${time}`, async () => {
    const made = await ask(time, "vitrine/honeycomb-nlq", QUESTION);
    const seconds = { "1m30s": 90, "90s": 90, "1.5m": 90, "90": 90, "1h": 3_600, "5000ms": 5 };
    const granted = Date.parse(made.deadline ?? "") - Date.parse(made.created_at);
    expect(granted).toBe((seconds[time as keyof typeof seconds] ?? 0) * 1_000);
    await finished(url, made.id);
  });

for (const time of ["soon", "-5s", "0", "0.5s", "25h", "1m 30s", "5d", "1e9", ""])
  test(`“${time}” is no deadline, and nothing is stored`, async () => {
    const answer = await post(
      `${url}${MODEL}/predictions`,
      { input: QUESTION },
      { "cancel-after": time },
    );
    expect(answer.status).toBe(422);
    expect((await answer.json()).invalid_fields[0].field).toBe("Cancel-After");
  });
