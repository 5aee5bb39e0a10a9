import { createHash } from "node:crypto";
import { once } from "node:events";
import fs from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { amendEnv } from "#server/env.ts";
import { fetchWeights } from "#server/launch/fetch-weights.ts";
import { importWeights, partialPath, weightsPath, weightsStatus } from "#server/weights.ts";
import { newDataFolder } from "../support/installation.ts";

const CONTENT = Buffer.concat([Buffer.from("GGUF"), Buffer.alloc(300_000, 7)]);
const DIGEST = createHash("sha256").update(CONTENT).digest("hex");

let dataFolder: string;
let dataFolderBefore: string;

test.beforeEach(() => {
  dataFolderBefore = path.resolve(process.env.VITRINE_DATA ?? "./data");
  dataFolder = newDataFolder();
  amendEnv({ VITRINE_DATA: dataFolder });
});

test.afterEach(() => {
  amendEnv({ VITRINE_DATA: dataFolderBefore });
  fs.rmSync(dataFolder, { recursive: true, force: true });
});

/** A hub that serves the file, with ranges, and hangs up after `cutAfter` bytes the first time. */
async function startHub(content: Buffer, cutAfter = Number.POSITIVE_INFINITY) {
  const ranges: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    const { range } = request.headers;
    ranges.push(range);
    const from = Number(range?.match(/^bytes=(\d+)-$/)?.[1] ?? 0);
    const rest = content.subarray(from);
    response.writeHead(from > 0 ? 206 : 200, { "content-length": rest.length });
    if (ranges.length > 1 || cutAfter >= rest.length) return response.end(rest);
    response.write(rest.subarray(0, cutAfter));
    return hangUpOnceStored(response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  amendEnv({ HF_ENDPOINT: endpoint });
  return { ranges, close: () => server.close() };
}

/** A broken connection may take along what was still on its way, so it breaks once some of it has arrived. */
async function hangUpOnceStored(response: ServerResponse) {
  await expect.poll(() => storedBytes()).toBeGreaterThan(0);
  response.destroy();
}

const storedBytes = () => fs.statSync(partialPath(DIGEST), { throwIfNoEntry: false })?.size ?? 0;

const weights = (sources: string[]) => ({
  ...{ name: "Tiny", license: "MIT", sha256: DIGEST, contextLength: 256 },
  sources,
});

test("weights are fetched from the hub, and a download that broke off goes on where it stopped", async () => {
  const hub = await startHub(CONTENT, 100_000);
  const fetching = () => fetchWeights(weights(["hf:org/repo@main/tiny.gguf"]), () => {});
  await expect(fetching()).rejects.toThrow(/Tiny could not be fetched/);
  const had = storedBytes();
  expect(had).toBeGreaterThan(0);
  expect(await weightsStatus(DIGEST)).toMatchObject({ kind: "missing" });

  await fetching();
  hub.close();
  expect(hub.ranges).toEqual([undefined, `bytes=${had}-`]);
  expect(fs.readFileSync(weightsPath(DIGEST))).toEqual(CONTENT);
  expect(await weightsStatus(DIGEST)).toMatchObject({ kind: "present" });
});

test("a file that is not the one named is thrown away, and the next source is tried", async () => {
  const hub = await startHub(Buffer.from("GGUF but another"));
  const local = path.join(dataFolder, "tiny.gguf");
  fs.writeFileSync(local, CONTENT);
  await expect(fetchWeights(weights(["hf:org/repo/tiny.gguf"]), () => {})).rejects.toThrow(
    /not the file that the model names/,
  );
  expect(fs.existsSync(weightsPath(DIGEST))).toBe(false);

  await fetchWeights(weights(["hf:org/repo/tiny.gguf", local]), () => {});
  hub.close();
  expect(fs.readFileSync(weightsPath(DIGEST))).toEqual(CONTENT);
});

test("progress is told as it goes", async () => {
  const hub = await startHub(CONTENT);
  const seen: [number, number | null][] = [];
  await fetchWeights(weights(["hf:org/repo/tiny.gguf"]), (done, total) => seen.push([done, total]));
  hub.close();
  expect(seen.at(-1)).toEqual([CONTENT.length, CONTENT.length]);
});

test("only GGUF files are imported", async () => {
  const pickle = path.join(dataFolder, "model.bin");
  fs.writeFileSync(pickle, Buffer.from("\x80\x04pickle"));
  await expect(importWeights(pickle)).rejects.toThrow(/not a GGUF file/);
  await expect(importWeights(path.join(dataFolder, "nothing"))).rejects.toThrow(/no file/);
  const right = path.join(dataFolder, "tiny.gguf");
  fs.writeFileSync(right, CONTENT);
  expect(await importWeights(right)).toBe(DIGEST);
});
