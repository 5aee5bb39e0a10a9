import { expect } from "@playwright/test";
import Replicate, { type ServerSentEvent } from "replicate";
import { scriptedTest as test } from "../support/scripted-test.ts";

const MODEL = "tests/says";
const input = { say: "it" };

/** What is easily harmed on its way: lines, spaces, what looks like an address or like a field of the stream. */
const PIECES = [
  "\n",
  "\n\n",
  "  two spaces",
  "https://a.example/b",
  "data: x",
  "\nid: 7\n",
  "é 👩‍👧",
];

const clientOf = (url: string) => new Replicate({ baseUrl: `${url}/v1`, useFileOutput: false });

async function collect(events: AsyncIterable<ServerSentEvent>): Promise<ServerSentEvent[]> {
  const all = [];
  for await (const event of events) all.push(event);
  return all;
}

test("a stream brings every character as it was written", async ({
  scripted: { vitrine, engine },
}) => {
  engine.set({ pieces: PIECES });
  const events = await collect(clientOf(vitrine.url).stream(MODEL, { input }));
  const text = events.flatMap(({ event, data }) => (event === "output" ? [data] : [])).join("");
  expect(text).toBe(PIECES.join(""));
  expect(events.at(-1)).toMatchObject({ event: "done", data: "{}" });
});

test("run gives every character as well", async ({ scripted: { vitrine, engine } }) => {
  engine.set({ pieces: PIECES });
  const output = (await clientOf(vitrine.url).run(MODEL, { input })) as string[];
  expect(output.join("")).toBe(PIECES.join(""));
});

test("run throws the sentence of a prediction that failed", async ({
  scripted: { vitrine, engine },
}) => {
  engine.set({ refusal: { status: 400, type: "bad_request" } });
  await expect(clientOf(vitrine.url).run(MODEL, { input })).rejects.toThrow(
    "Prediction failed: The engine refused this prediction.",
  );
});

test("a stream of one that fails tells why, and ends", async ({
  scripted: { vitrine, engine },
}) => {
  engine.set({ refusal: { status: 400, type: "bad_request" } });
  const replicate = clientOf(vitrine.url);
  await expect(collect(replicate.stream(MODEL, { input }))).rejects.toThrow(/engine refused/);
});
