import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { ModelDefinition } from "#contract/definition.ts";
import type { WeightsFile } from "#contract/weights.ts";
import { bareEnvironment, bundledEngineSettings, env } from "#server/env.ts";
import { isOurs } from "#server/inference/registry.ts";
import { log } from "#server/log.ts";
import { weightsPath } from "#server/weights.ts";
import { supervise } from "./child.ts";
import { type FetchedFile, fetchWeights } from "./fetch-weights.ts";
import { say, withProgress } from "./terminal.ts";

const ENTRY = fileURLToPath(new URL("../inference/bundled/main.ts", import.meta.url));
const WEIGHTS_POLL_MS = 1_000;
const WAKE_RETRY_MS = 500;

/** The bundled engine, running; weights are loaded as soon as they are in the store. */
export type EngineChild = { stop(graceMs: number): Promise<void> };

type Address = { port: number; token: string };

/** Keeps the bundled engine running on the store, fetches what the models need and is missing, and loads their weights. */
export function startEngine(definitions: ModelDefinition[], address: Address): EngineChild {
  const leaving = new AbortController();
  const [first] = definitions.filter(isOurs);
  const engine = supervise("engine", async () => spawnEngine(first?.weights, address));
  const brought = bringAll(definitions, address, leaving.signal).catch((error: Error) =>
    log.error({ error: error.message }, "weights were not brought"),
  );
  return {
    async stop(graceMs) {
      leaving.abort();
      await Promise.all([brought, engine.stop(graceMs)]);
      clearScratch();
    },
  };
}

/** One after another, so that a slow line serves the first model first. */
async function bringAll(definitions: ModelDefinition[], address: Address, signal: AbortSignal) {
  for (const { weights, adapter } of definitions.filter(isOurs)) {
    const isThere = fs.existsSync(weightsPath(weights.sha256));
    for (const file of adapter ? [weights, adapter] : [weights]) await bring(file, signal);
    if (!isThere) await wake(weights, address, signal);
  }
}

/** Resolves when the file is there, however it came: fetched by us, or imported by hand meanwhile. */
async function bring(file: FetchedFile, signal: AbortSignal): Promise<void> {
  if (signal.aborted || fs.existsSync(weightsPath(file.sha256))) return;
  await withProgress(`Fetching ${file.name}`, (update) => fetchWeights(file, update)).catch(
    (error: Error) =>
      say(`${error.message}\nBring the file yourself with: npm run vitrine -- weights import FILE`),
  );
  while (!fs.existsSync(weightsPath(file.sha256)) && !signal.aborted)
    await sleep(WEIGHTS_POLL_MS, undefined, { signal }).catch(() => {}); // leaving
}

/** Loads weights before anybody asks for them: the first prediction should not have to wait. */
async function wake(weights: WeightsFile, address: Address, signal: AbortSignal) {
  while (!signal.aborted) {
    const answer = await fetch(`http://127.0.0.1:${address.port}/models/load`, {
      method: "POST",
      headers: { authorization: `Bearer ${address.token}` },
      body: JSON.stringify({ model: weights.sha256, n_ctx: weights.contextLength }),
      signal,
    }).catch(() => null);
    if (answer) return;
    await sleep(WAKE_RETRY_MS, undefined, { signal }).catch(() => {}); // leaving
  }
}

const scratchFolder = () => path.resolve(env().VITRINE_DATA, "engine-scratch");

/** An engine that was killed left there what it remembered of prompts. */
const clearScratch = () => fs.rmSync(scratchFolder(), { recursive: true, force: true });

function spawnEngine(first: WeightsFile | undefined, address: Address): ChildProcess {
  const weights = first && fs.existsSync(weightsPath(first.sha256)) ? first : null;
  const logFile = fs.openSync(path.join(env().VITRINE_DATA, "engine.log"), "a");
  const folder = path.resolve(path.dirname(weightsPath("")));
  fs.mkdirSync(folder, { recursive: true });
  clearScratch();
  const child = spawn(process.execPath, ["--import", "tsx", ENTRY], {
    stdio: ["ignore", "ignore", logFile, "ipc"],
    detached: true, // Ctrl-C in the terminal reaches the launcher alone, which stops us in order
    env: bareEnvironment({
      ...bundledEngineSettings(),
      VITRINE_ENGINE_PORT: String(address.port),
      VITRINE_ENGINE_TOKEN: address.token,
      VITRINE_ENGINE_FOLDER: folder,
      VITRINE_ENGINE_SCRATCH: scratchFolder(),
      ...(weights ? { VITRINE_ENGINE_PRELOAD: weights.sha256 } : {}),
      ...(first ? { VITRINE_ENGINE_CONTEXT: String(first.contextLength) } : {}),
    }),
  });
  fs.closeSync(logFile);
  return child;
}
