import { once } from "node:events";
import fs from "node:fs";
import net from "node:net";
import { expect } from "@playwright/test";
import { outputText, type Prediction } from "#contract/prediction.ts";
import { finished, post } from "../support/api.ts";
import { until } from "../support/installation.ts";
import { randomNumbers } from "../support/random.ts";
import { scriptedTest as test } from "../support/scripted-test.ts";

const CUTS = 500;
const SEED = Date.now() % 1_000_000;
const READERS = 50;
const MEGABYTE = 1024 * 1024;

async function ask(url: string): Promise<string> {
  const path = `${url}/v1/models/tests/says/predictions`;
  const answer = await post(path, { input: { say: "it" } });
  return ((await answer.json()) as Prediction).id;
}

type Reading = { text: string; lastId: string; isDone: boolean };

/** Reads on behind the last whole event, until so many bytes have come or the stream ends; what is cut in half is dropped. */
async function readOn(url: string, reading: Reading, bytesMax: number): Promise<Reading> {
  const answer = await fetch(url, {
    headers: reading.lastId === "" ? {} : { "last-event-id": reading.lastId },
  });
  const reader = answer.body?.getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  while (size < bytesMax) {
    const { value, done } = (await reader?.read()) ?? { done: true };
    if (done || !value) break;
    parts.push(value.subarray(0, bytesMax - size));
    size += value.length;
  }
  await reader?.cancel();
  const whole = Buffer.concat(parts).toString().split("\n\n").slice(0, -1);
  return whole.map(parseEvent).reduce(
    (so, { event, id, data }) => ({
      text: event === "output" ? so.text + data : so.text,
      lastId: id || so.lastId,
      isDone: so.isDone || event === "done",
    }),
    reading,
  );
}

function parseEvent(text: string) {
  const fields = text.split("\n").map((line) => /^(\w+): (.*)$/s.exec(line) ?? []);
  const of = (name: string) => fields.filter(([, key]) => key === name).map(([, , value]) => value);
  return { event: of("event")[0] ?? "", id: of("id")[0] ?? "", data: of("data").join("\n") };
}

test(`what a reader put together through ${CUTS} cuts at random places is the stored output to the byte`, async ({
  scripted: { vitrine, engine },
}) => {
  const random = randomNumbers(SEED);
  let cuts = 0;
  while (cuts < CUTS) {
    const pieces = Array.from({ length: 60 }, () => pieceOf(random));
    engine.set({ pieces, gapMs: 10 });
    const id = await ask(vitrine.url);
    // Once while it is being written, and then as often as makes some fifty cuts.
    const enough = cuts + 50;
    while (cuts < enough) {
      const { text, cuts: more } = await readWithCuts(vitrine.url, id, random);
      expect(text, `with seed ${SEED}`).toBe(pieces.join(""));
      cuts += more;
    }
    expect(outputText(await finished(vitrine.url, id))).toBe(pieces.join(""));
  }
});

async function readWithCuts(url: string, id: string, random: () => number) {
  let reading = START;
  let cuts = 0;
  while (!reading.isDone) {
    const bytesMax = Math.floor(random() * 500);
    reading = await readOn(`${url}/v1/predictions/${id}/stream`, reading, bytesMax);
    cuts += 1;
  }
  return { text: reading.text, cuts };
}

const PARTS = [
  "word ",
  "\n",
  "\n\n",
  "  ",
  "data: x",
  "é",
  "👩‍👩‍👧",
  "https://a.example",
  ": ",
  "id: 3",
];

const pieceOf = (random: () => number): string =>
  Array.from(
    { length: 1 + Math.floor(random() * 4) },
    () => PARTS[Math.floor(random() * PARTS.length)] ?? "",
  ).join("");

test(`${READERS} readers who take nothing cost the server next to nothing, and the others no time`, async ({
  scripted: { vitrine, engine },
}) => {
  engine.set({ pieces: Array.from({ length: 300 }, () => "long ".repeat(2_000)) });
  const id = await ask(vitrine.url);
  const done = await finished(vitrine.url, id);
  expect(outputText(done).length).toBe(3_000_000);
  const pid = vitrine.pid("web");
  await readOn(`${vitrine.url}/v1/predictions/${id}/stream`, START, 5 * MEGABYTE); // so that this once is not counted
  const before = memoryOf(pid);
  const sockets = await Promise.all(
    Array.from({ length: READERS }, () => stalledReader(vitrine.url, id)),
  );
  const whole = await readOn(`${vitrine.url}/v1/predictions/${id}/stream`, START, 5 * MEGABYTE);
  expect(whole.text).toBe(outputText(done));
  expect((memoryOf(pid) - before) / MEGABYTE).toBeLessThan(100);
  for (const socket of sockets) socket.destroy();
  const answer = async () => (await fetch(`${vitrine.url}/v1/predictions/${id}`)).status;
  await until(async () => (await answer()) === 200);
});

const START: Reading = { text: "", lastId: "", isDone: false };

/** Asks, reads the first bytes, and then nothing more. */
async function stalledReader(url: string, id: string): Promise<net.Socket> {
  const { hostname, port } = new URL(url);
  const socket = net.connect({ host: hostname, port: Number(port) });
  socket.write(`GET /v1/predictions/${id}/stream HTTP/1.1\r\nhost: ${hostname}\r\n\r\n`);
  await once(socket, "readable");
  socket.pause();
  return socket;
}

/** Bytes of memory that a process holds. */
function memoryOf(pid: number): number {
  const status = fs.readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
}
