import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isAlive } from "./holder.ts";

const STOP_TIMEOUT_MS = 15_000;

/** Ends a server that runs on `folder` although nobody holds the data folder any more. */
export async function stopOrphan(folder: string): Promise<void> {
  const pid = readPid(folder);
  if (pid === null || !isPostgres(pid)) return;
  process.kill(pid, "SIGINT"); // fast shutdown
  const deadline = performance.now() + STOP_TIMEOUT_MS;
  while (isPostgres(pid) && performance.now() < deadline) await sleep(50);
}

/** Removes postmaster.pid where its process is a zombie or another program: Postgres itself would believe it and not start. */
export function removeStalePidFile(folder: string): void {
  const pid = readPid(folder);
  if (pid !== null && isAlive(pid) && !isPostgres(pid))
    fs.rmSync(path.join(folder, "postmaster.pid"), { force: true });
}

/** The address of the server that runs on a data folder's cluster, or null where none does. */
export function findRunningUrl(dataFolder: string): string | null {
  const folder = path.join(dataFolder, "pg");
  const pid = readPid(folder);
  if (pid === null || !isPostgres(pid)) return null;
  const password = fs.readFileSync(path.join(dataFolder, "pg.password"), "utf8").trim();
  const port = fs.readFileSync(path.join(folder, "postmaster.pid"), "utf8").split("\n")[3];
  return `postgresql://app:${password}@127.0.0.1:${port}/postgres`;
}

function readPid(folder: string): number | null {
  try {
    const pid = Number.parseInt(fs.readFileSync(path.join(folder, "postmaster.pid"), "utf8"), 10);
    return pid > 0 ? pid : null;
  } catch {
    return null; // no such file: it was stopped cleanly
  }
}

function isPostgres(pid: number): boolean {
  if (!isAlive(pid)) return false;
  try {
    return /^\d+ \(postgres\) [^Z]/.test(fs.readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return !fs.existsSync("/proc"); // without /proc a live pid in the file has to be believed
  }
}
