import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { freePort } from "#server/launch/ports.ts";
import { until } from "../support/installation.ts";

const FOLDER = fileURLToPath(new URL("./bare-next", import.meta.url));
const NEXT = fileURLToPath(new URL("../../node_modules/next/dist/bin/next", import.meta.url));

/** A Next.js server with one route that streams an engine's answer on, and nothing else: what the framework itself costs. */
export type BareNext = { url: string; pid: number; stop(): Promise<void> };

export async function startBareNext(engineUrl: string): Promise<BareNext> {
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production" as const };
  await promisify(execFile)(process.execPath, [NEXT, "build"], { cwd: FOLDER, env });
  const port = await freePort();
  const server: ChildProcess = spawn(process.execPath, [NEXT, "start", "-p", String(port)], {
    ...{ cwd: FOLDER, stdio: "ignore", env: { ...env, ENGINE_URL: engineUrl } },
  });
  const url = `http://127.0.0.1:${port}/generate`;
  await until(async () => (await fetch(url, { method: "POST" }).catch(() => null)) !== null);
  return {
    ...{ url, pid: server.pid ?? 0 },
    stop: async () => {
      server.kill("SIGKILL");
      await once(server, "exit");
    },
  };
}
