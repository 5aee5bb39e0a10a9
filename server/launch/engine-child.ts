import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Weights } from "#contract/definition.ts";
import { bareEnvironment, env } from "#server/env.ts";
import { weightsPath } from "#server/weights.ts";
import { type Supervised, supervise } from "./child.ts";
import { fetchWeights } from "./fetch-weights.ts";
import { progressBar, say } from "./terminal.ts";

const ENTRY = fileURLToPath(new URL("../inference/bundled/main.ts", import.meta.url));
const WEIGHTS_POLL_MS = 1_000;

/** The bundled engine on its way: it starts by itself as soon as its weights are in the store. */
export type EngineChild = { stop(graceMs: number): Promise<void> };

/** Fetches the weights if they are missing, then keeps the bundled engine running on them. */
export function startEngine(
  weights: Weights,
  address: { port: number; token: string },
): EngineChild {
  let supervised: Supervised | null = null;
  const leaving = new AbortController();
  const run = async () => {
    await bringWeights(weights, leaving.signal);
    if (leaving.signal.aborted) return;
    supervised = supervise("engine", async () => spawnEngine(weights, address));
  };
  const begun = run();
  return {
    async stop(graceMs) {
      leaving.abort();
      await begun;
      await supervised?.stop(graceMs);
    },
  };
}

/** Resolves when the weights are there, however they came: fetched by us, or imported by hand meanwhile. */
async function bringWeights(weights: Weights, signal: AbortSignal): Promise<void> {
  if (fs.existsSync(weightsPath(weights.sha256))) return;
  const bar = progressBar(`Fetching ${weights.name}`);
  await fetchWeights(weights, bar.update).then(
    () => bar.end(),
    (error: Error) => {
      bar.end();
      say(`${error.message}\nBring the file yourself with: npm run vitrine -- weights import FILE`);
    },
  );
  while (!fs.existsSync(weightsPath(weights.sha256)) && !signal.aborted)
    await sleep(WEIGHTS_POLL_MS, undefined, { signal }).catch(() => {}); // leaving
}

function spawnEngine(weights: Weights, address: { port: number; token: string }): ChildProcess {
  const file = weightsPath(weights.sha256);
  const model = { name: weights.sha256, path: path.resolve(file), sha256: weights.sha256 };
  const log = fs.openSync(path.join(env().VITRINE_DATA, "engine.log"), "a");
  const child = spawn(process.execPath, ["--import", "tsx", ENTRY], {
    stdio: ["ignore", "ignore", log, "ipc"],
    detached: true, // Ctrl-C in the terminal reaches the launcher alone, which stops us in order
    env: bareEnvironment({
      VITRINE_ENGINE_PORT: String(address.port),
      VITRINE_ENGINE_TOKEN: address.token,
      VITRINE_ENGINE_MODEL: JSON.stringify(model),
      VITRINE_ENGINE_CONTEXT: String(weights.contextLength),
    }),
  });
  fs.closeSync(log);
  return child;
}
