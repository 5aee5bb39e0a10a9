import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { env } from "./env.ts";

/** Where weights stand; `progress` is a fraction of 1. */
export type WeightsStatus =
  | { kind: "present"; path: string }
  | { kind: "fetching"; progress: number | null }
  | { kind: "missing"; reason: string | null };

/** A weights file that is not what it should be; the message is a sentence. */
export class WeightsError extends Error {
  override name = "WeightsError";
}

/** A note without news for so long was left by a fetch that died. */
const NOTE_FRESH_MS = 5_000;

const folder = () => path.resolve(env().VITRINE_DATA, "weights");

/** The store's path of a file with this digest, whether it is there or not. */
export const weightsPath = (digest: string): string => path.join(folder(), `${digest}.gguf`);

/** Where an unfinished download of it is kept, to be resumed. */
export const partialPath = (digest: string): string => path.join(folder(), `${digest}.part`);

const notePath = (digest: string) => path.join(folder(), `${digest}.status.json`);

/** Whether a file with this digest is in the store, on its way, or missing and why. */
export async function weightsStatus(digest: string): Promise<WeightsStatus> {
  const file = weightsPath(digest);
  if (fs.existsSync(file)) return { kind: "present", path: file };
  try {
    const note = await fs.promises.readFile(notePath(digest), "utf8");
    const { mtimeMs } = await fs.promises.stat(notePath(digest));
    const { progress, reason } = JSON.parse(note) as {
      progress: number | null;
      reason: string | null;
    };
    if (reason !== null) return { kind: "missing", reason };
    if (Date.now() - mtimeMs < NOTE_FRESH_MS) return { kind: "fetching", progress };
  } catch {
    // nobody has tried to fetch it yet, or the note is being written this moment
  }
  return { kind: "missing", reason: null };
}

/** Leaves word for the page about a fetch: its progress as a fraction, or why it failed. */
export function noteFetch(
  digest: string,
  note: { progress: number | null; reason: string | null },
) {
  fs.mkdirSync(folder(), { recursive: true });
  fs.writeFileSync(notePath(digest), JSON.stringify(note));
}

/** Copies a local file into the store under its digest, which it returns; `known` is that of a file that was read for it already. Throws WeightsError unless it is a GGUF file. */
export async function importWeights(file: string, known?: string): Promise<string> {
  await requireGguf(file);
  const digest = known ?? (await fileDigest(file));
  if (!fs.existsSync(weightsPath(digest))) {
    await fs.promises.mkdir(folder(), { recursive: true });
    const copy = `${weightsPath(digest)}.${process.pid}.tmp`;
    await fs.promises.copyFile(file, copy, fs.constants.COPYFILE_FICLONE);
    await adopt(copy, digest);
  }
  return digest;
}

/** Moves a file that is already in the store's folder to its place. Throws WeightsError, and removes it, if its digest is another. */
export async function adopt(file: string, digest: string): Promise<void> {
  const found = await fileDigest(file);
  if (found !== digest) {
    await fs.promises.rm(file, { force: true });
    throw new WeightsError(
      `what arrived is not the file that the model names (its SHA-256 is ${found}): it was thrown away`,
    );
  }
  await fs.promises.rename(file, weightsPath(digest));
  await fs.promises.rm(notePath(digest), { force: true });
}

async function requireGguf(file: string) {
  const handle = await fs.promises.open(file).catch(() => {
    throw new WeightsError(`There is no file ${file} that can be read.`);
  });
  try {
    const { buffer } = await handle.read(Buffer.alloc(4), 0, 4, 0);
    if (buffer.toString("latin1") !== "GGUF")
      throw new WeightsError(
        `${file} is not a GGUF file. Weights are never opened in any other format: convert it to GGUF first.`,
      );
  } finally {
    await handle.close();
  }
}

/** The SHA-256 of a file, in hex digits. */
export async function fileDigest(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(fs.createReadStream(file, { highWaterMark: 1 << 20 }), hash);
  return hash.digest("hex");
}
