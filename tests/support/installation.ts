import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { freePort } from "#server/launch/ports.ts";
import { descendants, type Role, roleOf } from "./processes.ts";
import { chooseShippedIn } from "./shipped.ts";
import { lendWeights } from "./weights.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const START_TIMEOUT_MS = 180_000;
const POLL_MS = 50;

/** A whole Vitrine, started as a user starts it, on a data folder of its own. */
export type Installation = {
  url: string;
  dataFolder: string;
  launcher: ChildProcess;
  /** Everything it has written to the terminal. */
  output(): string;
  /** The process id of one of its parts. */
  pid(role: Role): number;
  untilReady(): Promise<void>;
  stop(): Promise<number | null>;
};

/** Settings with which no hub and no package index can be reached. */
export const OFFLINE = { HF_ENDPOINT: "http://127.0.0.1:9", PIP_NO_INDEX: "1", PIP_FIND_LINKS: "" };

type Options = {
  /** Overrides its settings. */
  env?: Record<string, string>;
  dataFolder?: string;
  /** Without `false` it has the stories' weights from the beginning. */
  weights?: boolean;
  /** Its models run on the weights that they name first, not on the stories'. */
  isAsShipped?: boolean;
};

/** Starts one. */
export async function startInstallation(options: Options = {}): Promise<Installation> {
  const dataFolder = options.dataFolder ?? newDataFolder();
  if (!options.isAsShipped) chooseShippedIn(dataFolder);
  if (options.weights !== false && !options.isAsShipped) await lendWeights(dataFolder);
  const port = await freePort();
  const launcher = spawn(process.execPath, ["--import", "tsx", "server/start.ts"], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, PORT: String(port), VITRINE_DATA: dataFolder, ...options.env },
  });
  let output = "";
  for (const stream of [launcher.stdout, launcher.stderr])
    stream.on("data", (text) => {
      output += text;
    });
  const url = `http://127.0.0.1:${port}`;
  return {
    ...{ url, dataFolder, launcher, output: () => output },
    pid: (role) => pidOf(launcher, role),
    untilReady: () =>
      until(
        async () => (await answerOf(`${url}/readyz`)) === 200 || hasEnded(launcher),
        () => output,
      ),
    stop: async () => {
      launcher.kill("SIGTERM");
      if (!hasEnded(launcher)) await once(launcher, "exit");
      return launcher.exitCode;
    },
  };
}

/** A folder that the account of an embedded PostgreSQL can reach. */
export function newDataFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "vitrine-test-"));
  fs.chmodSync(folder, 0o755);
  return folder;
}

const hasEnded = (child: ChildProcess): boolean =>
  child.exitCode !== null || child.signalCode !== null;

function pidOf(launcher: ChildProcess, role: Role): number {
  const found = descendants(launcher.pid ?? 0).find((pid) => roleOf(pid) === role);
  if (found === undefined) throw new Error(`no ${role} process is running`);
  return found;
}

const answerOf = (url: string): Promise<number> =>
  fetch(url).then(
    ({ status }) => status,
    () => 0, // not listening yet
  );

/** Asks again and again until it is so; fails with `story` after three minutes. */
export async function until(
  isSo: () => Promise<boolean> | boolean,
  story: () => string = () => "it never came true",
): Promise<void> {
  const deadline = performance.now() + START_TIMEOUT_MS;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(story());
    await sleep(POLL_MS);
  }
}
