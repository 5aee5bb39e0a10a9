import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";

type ModelStatus = { value: string; reason?: string };
type Models = { data: { id: string; status: ModelStatus }[] };

/** The real engine's process over a folder of GGUF files. */
export type FolderEngine = {
  pid: number;
  url: string;
  token: string;
  headers: { authorization: string };
  child: ChildProcess;
  get(path: string): Promise<Response>;
  post(path: string, body: object, signal?: AbortSignal): Promise<Response>;
  /** Every model's state, by its id. */
  states(): Promise<Map<string, ModelStatus>>;
  /** Asks for these models and resolves with their states once none is loading any more. */
  load(ids: string[]): Promise<Map<string, ModelStatus>>;
  stop(): Promise<void>;
};

export const TOKEN = "a-token-for-tests-only";
export const engineCommand = ["--import", "tsx", "server/inference/bundled/main.ts"];
const POLL_MS = 25;

/** Starts it on a free port with nothing loaded; `variables` are further VITRINE_ENGINE_ settings. */
export async function startFolderEngine(
  folder: string,
  variables: Record<string, string> = {},
): Promise<FolderEngine> {
  const child = spawn(process.execPath, engineCommand, {
    env: {
      ...process.env,
      VITRINE_ENGINE_PORT: "0",
      VITRINE_ENGINE_TOKEN: TOKEN,
      VITRINE_ENGINE_FOLDER: folder,
      ...variables,
    },
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  const url = `http://127.0.0.1:${await listeningPort(child)}`;
  const headers = { authorization: `Bearer ${TOKEN}` };
  const get = (path: string) => fetch(url + path, { headers });
  const post = (path: string, body: object, signal: AbortSignal | null = null) =>
    fetch(url + path, { method: "POST", headers, body: JSON.stringify(body), signal });
  const states = async () => {
    const { data } = (await (await get("/models")).json()) as Models;
    return new Map(data.map(({ id, status }) => [id, status]));
  };
  return {
    ...{ pid: child.pid ?? 0, url, token: TOKEN, headers, child, get, post, states },
    load: async (ids) => {
      for (const model of ids) await (await post("/models/load", { model })).text();
      for (;;) {
        const now = await states();
        if (ids.every((id) => now.get(id)?.value !== "loading")) return now;
        await sleep(POLL_MS);
      }
    },
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill("SIGTERM");
      await once(child, "exit");
    },
  };
}

async function listeningPort(child: ChildProcess): Promise<number> {
  if (!child.stderr) throw new Error("The engine's log is not piped.");
  const seen: string[] = [];
  for await (const line of createInterface({ input: child.stderr })) {
    const port = /"event":"listening","port":(\d+)/.exec(line)?.[1];
    if (port) {
      child.stderr.resume();
      return Number(port);
    }
    seen.push(line);
  }
  throw new Error(`The engine ended before it listened: ${seen.join("\n")}`);
}
