import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { readAdapterHeader } from "#server/gguf/adapter.ts";
import { type GgufHeader, readGgufHeader } from "#server/gguf/file.ts";
import { BadWeightsError } from "#server/gguf/reader.ts";
import type { CatalogEntry } from "./catalog.ts";
import { Records } from "./records.ts";

/** What the child is asked to load, and what it answers in its last line. */
export type VettingTask = { path: string; adapter: string | null; gpu: string };
const vettingAnswer = z.object({ ok: z.boolean(), reason: z.string().nullable() });

const child = fileURLToPath(new URL("vet-main.ts", import.meta.url));
const recordName = "vetted.json";
const patienceMs = 10 * 60_000;
const crashed = "Loading it makes llama.cpp crash: the file is broken, or newer than this build.";

/**
 * Loads a file for the first time in a process that may crash, and remembers in the folder that it did not. Throws
 * BadWeightsError with a sentence.
 */
export class Vetting {
  private readonly passed: Records<z.ZodLiteral<true>>;
  private last: { key: string; header: GgufHeader } | null = null;

  constructor(
    folder: string,
    private readonly gpu: string,
  ) {
    this.passed = new Records(join(folder, recordName), z.record(z.string(), z.literal(true)));
  }

  async require(base: CatalogEntry, adapter: CatalogEntry | null, signal: AbortSignal) {
    const files = adapter ? [base, adapter] : [base];
    const key = files.map(({ id, stamp }) => `${id} ${stamp}`).join(" + ");
    if (this.passed.get(key)) return;
    const header = this.headerOf(base);
    if (adapter) readAdapterHeader(adapter.path, header);
    await tryLoading({ path: base.path, adapter: adapter?.path ?? null, gpu: this.gpu }, signal);
    this.passed.set(key, true);
  }

  /** The last one is kept: many adapters are tried on one base, and a vocabulary takes a while to read. */
  private headerOf({ path, stamp }: CatalogEntry): GgufHeader {
    const key = `${path} ${stamp}`;
    if (this.last?.key !== key) this.last = { key, header: readGgufHeader(path) };
    return this.last.header;
  }
}

async function tryLoading(task: VettingTask, signal: AbortSignal): Promise<void> {
  const spawned = spawn(process.execPath, ["--import", "tsx", child, JSON.stringify(task)], {
    stdio: ["ignore", "pipe", "ignore"],
    signal,
    timeout: patienceMs,
    killSignal: "SIGKILL",
  });
  let said = "";
  spawned.stdout.on("data", (text) => {
    said += text;
  });
  const [code] = await once(spawned, "close").catch((error: Error) => {
    signal.throwIfAborted();
    throw error;
  });
  const answer = code === 0 ? readAnswer(said) : null;
  if (answer?.ok) return;
  throw new BadWeightsError(answer?.reason ?? crashed);
}

function readAnswer(said: string) {
  try {
    return vettingAnswer.parse(JSON.parse(said.trim().split("\n").at(-1) ?? ""));
  } catch {
    return null;
  }
}
