import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import { createServer } from "node:net";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { smallWeights } from "../support/bundled-engine.ts";
import { type FolderEngine, startFolderEngine } from "../support/folder-engine.ts";
import { type Side, timeStream } from "./generating.ts";

/** Both servers get the same: weights, adapters, slots, tokens a slot, threads. */
export type Load = { folder: string; adapters: string[]; slots: number; context: number };

const THREADS = Number(
  process.env.VITRINE_ENGINE_THREADS ?? Math.max(1, os.availableParallelism() - 1),
);
const SAMPLING = { temperature: 0, top_k: 40, top_p: 0.95, min_p: 0.05, seed: 1 };
const READY_POLL_MS = 100;
export const weightsFile = path.resolve(smallWeights.path);

/** A folder that holds weights as `base.gguf`, for an engine and for the adapters that a benchmark puts beside them. */
export function weightsFolder(base = weightsFile): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "vitrine-bench-"));
  fs.symlinkSync(base, path.join(folder, "base.gguf"));
  return folder;
}

/** The bundled engine; adapters are files of its folder, known by their names. */
export async function startBundled({ folder, adapters, slots, context }: Load): Promise<Side> {
  const engine = await startFolderEngine(folder, {
    VITRINE_ENGINE_GPU: process.env.VITRINE_ENGINE_GPU ?? "auto",
    VITRINE_ENGINE_THREADS: String(THREADS),
    VITRINE_ENGINE_SLOTS: String(slots),
    VITRINE_ENGINE_CONTEXT: String(context),
    VITRINE_ENGINE_IDLE_MINUTES: "0",
  });
  const status = (await engine.load(["base"])).get("base");
  if (status?.value !== "loaded") throw new Error(`The engine says ${JSON.stringify(status)}`);
  while (!(await isCertified(engine))) await sleep(READY_POLL_MS); // it would use the time between requests
  const ids = adapters.map((file) => path.basename(file, ".gguf"));
  return {
    name: "bundled",
    pid: engine.pid,
    stop: engine.stop,
    generate: ({ prompt, tokens, adapter }, onPiece) => {
      const lora = adapter === null ? [] : [{ id: ids[adapter], scale: 1 }];
      const body = {
        ...{ model: "base", prompt, max_tokens: tokens, stream: true, ...SAMPLING, lora },
        ...{ ignore_eos: true, cache_prompt: false, lane: "shared" },
      };
      const tokensOf = (event: Record<string, unknown>) =>
        (event.usage as { completion_tokens: number } | undefined)?.completion_tokens ?? null;
      const { headers } = engine;
      const completions = `${engine.url}/v1/completions`;
      return timeStream({ url: completions, headers, body, wanted: tokens, tokensOf, onPiece });
    },
  };
}

async function isCertified(engine: FolderEngine): Promise<boolean> {
  const { data } = (await (await engine.get("/models")).json()) as {
    data: { meta: { environment?: { certificate: object | null } | null } }[];
  };
  return data.some(({ meta }) => meta.environment?.certificate);
}

/** llama-server's program: `LLAMA_SERVER`, or the one on PATH; null if there is none. */
export function findLlamaServer(): string | null {
  const program = process.env.LLAMA_SERVER ?? "llama-server";
  const { status } = spawnSync(program, ["--version"], { stdio: "ignore" });
  return status === 0 ? program : null;
}

export async function startLlamaServer(program: string, load: Load): Promise<Side> {
  const port = await freePort();
  const adapters =
    load.adapters.length === 0
      ? []
      : ["--lora", load.adapters.join(","), "--lora-init-without-apply"];
  const child = spawn(
    program,
    [
      ...["-m", weightsFile, "--host", "127.0.0.1", "--port", String(port), "--no-ui"],
      ...["-np", String(load.slots), "-c", String(load.slots * load.context), "--no-kv-unified"],
      ...["-t", String(THREADS), "-tb", String(THREADS), "--cache-ram", "0", "--offline"],
      ...[...adapters, "--log-disable"],
    ],
    { stdio: "ignore" },
  );
  const url = `http://127.0.0.1:${port}`;
  await untilHealthy(url, child);
  return {
    name: "llama-server",
    pid: child.pid ?? 0,
    stop: async () => {
      child.kill("SIGTERM");
      await once(child, "exit");
    },
    generate: ({ prompt, tokens, adapter }, onPiece) => {
      const body = {
        ...{ prompt, n_predict: tokens, stream: true, ...SAMPLING, return_tokens: true },
        ...{ ignore_eos: true, cache_prompt: false },
        ...(adapter === null ? {} : { lora: [{ id: adapter, scale: 1 }] }),
      };
      const tokensOf = (event: Record<string, unknown>) =>
        event.stop === true ? Number(event.tokens_predicted) : null;
      const completion = `${url}/completion`;
      return timeStream({ url: completion, headers: {}, body, wanted: tokens, tokensOf, onPiece });
    },
  };
}

async function untilHealthy(url: string, child: ChildProcess): Promise<void> {
  for (;;) {
    const end = child.exitCode ?? child.signalCode;
    if (end !== null) throw new Error(`llama-server ended with ${end} before it was ready.`);
    const isHealthy = await fetch(`${url}/health`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isHealthy) return;
    await sleep(READY_POLL_MS);
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address ? address.port : 0;
}
