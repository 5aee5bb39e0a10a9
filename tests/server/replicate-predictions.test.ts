import { expect, test } from "@playwright/test";
import type { Prediction, ServerSentEvent } from "replicate";
import { finished, QUESTION, sharedUrl } from "../support/api.ts";
import { publishCounting } from "../support/crowd.ts";
import { until } from "../support/installation.ts";
import { publishCopy } from "../support/own-models.ts";
import { startReplicating } from "../support/replicate-client.ts";

const url = sharedUrl();
const SHIPPED = "vitrine/honeycomb-nlq";
const COUNTING = "tests/counts-on";

let { replicate, owner, model, versions } = {} as Awaited<ReturnType<typeof startReplicating>>;

test.beforeAll(async () => {
  ({ replicate, owner, model, versions } = await startReplicating());
  await publishCounting();
});

async function collect(events: AsyncIterable<ServerSentEvent>): Promise<ServerSentEvent[]> {
  const all = [];
  for await (const event of events) all.push(event);
  return all;
}

const textOf = (events: ServerSentEvent[]): string =>
  events.flatMap(({ event, data }) => (event === "output" ? [data] : [])).join("");

test("run gives the output, for a model as for a version of it", async () => {
  for (const reference of [model, `${model}:${versions[1]}`] as const) {
    const output = (await replicate.run(reference, { input: QUESTION })) as string[];
    expect(output.join("")).toContain("calculations");
  }
});

test("run waits on where the server's patience ends, and reports progress", async () => {
  const made: Prediction[] = [];
  const running = replicate.run(
    COUNTING,
    { input: { to: "9999" }, wait: { mode: "block", timeout: 1, interval: 100 } },
    (prediction) => {
      made.push({ ...prediction });
    },
  );
  await until(() => made.some(({ status }) => status === "processing"));
  expect(made[0]).toMatchObject({ status: "starting", output: null });
  await replicate.predictions.cancel(made[0]?.id ?? "");
  expect(await running).not.toBeUndefined();
  expect(made.at(-1)?.status).toBe("canceled");
});

test("a prediction is created, read, listed and canceled", async () => {
  const made = await replicate.predictions.create({
    version: versions[0],
    input: QUESTION,
  });
  expect(made).toMatchObject({ status: "starting", output: null, source: "api", model });
  await replicate.wait(made, { interval: 100 });
  const read = await replicate.predictions.get(made.id);
  expect(read).toMatchObject({ id: made.id, status: "succeeded", data_removed: false });
  expect((await replicate.predictions.list()).results.map(({ id }) => id)).toContain(made.id);
  const late = await replicate.predictions.cancel(made.id);
  expect(late.status).toBe("succeeded");
  const long = await replicate.predictions.create({ model: COUNTING, input: { to: "9999" } });
  await replicate.predictions.cancel(long.id);
  expect((await finished(url, long.id)).status).toBe("canceled");
});

test("a stream brings every token as it is written, and then says that it is done", async () => {
  const events = await collect(replicate.stream(model, { input: QUESTION }));
  expect(textOf(events)).toContain("calculations");
  expect(events.at(-1)).toMatchObject({ event: "done", data: "{}" });
  expect(events.every(({ id }) => Boolean(id))).toBe(true);
});

test("a stream of a private model needs no token of its own, and opens to nobody without the link", async () => {
  await publishCopy(owner, "hidden", {
    "model.yaml": (text) => `${text}\nvisibility: private\n`,
  });
  const made = await replicate.predictions.create({ model: `${owner}/hidden`, input: QUESTION });
  const link = made.urls.stream ?? "";
  expect((await fetch(link)).status).toBe(200);
  const bare = link.split("?")[0] ?? "";
  for (const search of ["", "?expires=1&signature=x", `${new URL(link).search}x`])
    expect((await fetch(`${bare}${search}`)).status).toBe(404);
  const other = await replicate.predictions.create({ model: model, input: QUESTION });
  const moved = link.replace(other.id, made.id).replace(made.id, other.id);
  expect((await fetch(moved.replace(other.id, made.id))).status).toBe(200);
  await Promise.all([made, other].map((each) => replicate.wait(each, { interval: 100 })));
});

test("predictions are paged through to the last, each once", async () => {
  const input = { to: "9999" };
  const made = await replicate.predictions.create({ model: COUNTING, input });
  const seen: string[] = [];
  for await (const page of replicate.paginate(replicate.predictions.list))
    seen.push(...page.map(({ id }) => id));
  await replicate.predictions.cancel(made.id);
  expect(seen).toContain(made.id);
  expect(new Set(seen).size).toBe(seen.length);
});

test("an unknown input is refused by name, before anything is stored", async () => {
  const before = (await replicate.predictions.list()).results.length;
  const secret = "r8_this-is-somebodys-token";
  const refused = replicate.run(model, { input: { auth: secret } });
  await expect(refused).rejects.toThrow(/auth/);
  await expect(refused).rejects.not.toThrow(secret);
  expect((await replicate.predictions.list()).results).toHaveLength(before);
});

test("what is not here is answered so that nobody asks again", async () => {
  await expect(replicate.collections.list()).rejects.toThrow(/404.*listed at \/api/s);
  await expect(replicate.trainings.list()).rejects.toThrow(/404/);
  await expect(replicate.run(SHIPPED, { input: {} })).rejects.toThrow(/422/);
});
