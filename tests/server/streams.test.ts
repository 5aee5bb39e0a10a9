import { expect, test } from "@playwright/test";
import { outputText } from "#contract/prediction.ts";
import { create, events, finished, type SentEvent, sharedUrl } from "../support/api.ts";

const url = sharedUrl();

async function collect(stream: AsyncIterable<SentEvent>): Promise<SentEvent[]> {
  const all: SentEvent[] = [];
  for await (const event of stream) all.push(event);
  return all;
}

const textOf = (all: SentEvent[]): string =>
  all
    .filter(({ event }) => event === "output")
    .map(({ data }) => data)
    .join("");

test("a stream shows the whole output and says when it is done", async () => {
  const { id } = await create(url);
  const all = await collect(events(url, id));
  const done = await finished(url, id);
  expect(textOf(all)).toBe(outputText(done));
  expect(all.at(-1)).toMatchObject({ event: "done", data: "{}" });
  expect(all.every((event) => event.id !== "")).toBe(true);
});

test("a reader who was cut off resumes after the last chunk and misses nothing", async () => {
  const { id } = await create(url);
  const seen: SentEvent[] = [];
  for await (const event of events(url, id)) {
    seen.push(event);
    if (seen.length === 3) break;
  }
  const rest = await collect(events(url, id, seen.at(-1)?.id));
  const done = await finished(url, id);
  expect(textOf([...seen, ...rest])).toBe(outputText(done));
});

test("a finished prediction's stream replays from any place, also for many readers at once", async () => {
  const done = await finished(url, (await create(url)).id);
  const output = [done.output ?? []].flat();
  const readers = output.map((_, after) => collect(events(url, done.id, String(after))));
  for (const [after, all] of (await Promise.all(readers)).entries()) {
    expect(textOf(all)).toBe(output.slice(after).join(""));
    expect(all.at(-1)?.event).toBe("done");
  }
});

test("the chunks of a running prediction only ever grow at the end", async () => {
  const { id } = await create(url);
  let before: string[] = [];
  for await (const event of events(url, id)) {
    if (event.event !== "output") continue;
    const { output } = await (await fetch(`${url}/v1/predictions/${id}`)).json();
    expect(output.slice(0, before.length)).toEqual(before);
    expect(output.length).toBeGreaterThanOrEqual(Number(event.id));
    before = output;
  }
  expect(before.length).toBeGreaterThan(0);
});
