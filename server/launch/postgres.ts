import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { bareEnvironment, SettingError } from "#server/env.ts";
import { type Binaries, clusterHome, reachableBinaries } from "./postgres-files.ts";
import { removeStalePidFile, stopOrphan } from "./postgres-pid.ts";
import { type Account, unprivilegedAccount } from "./unprivileged.ts";

/** A cluster in `folder`, ready to be served on `port`; `account` is whom Postgres runs as when we are root. */
export type Cluster = {
  folder: string;
  port: number;
  url: string;
  account: Account | null;
  binaries: Binaries;
};

/**
 * Creates the cluster below the data folder on first use and ends a server that an earlier process left running on it.
 * The caller holds the data folder. Throws SettingError where Postgres cannot run.
 */
export async function prepareCluster(dataFolder: string, port: number): Promise<Cluster> {
  const account = unprivilegedAccount();
  const home = clusterHome(dataFolder, account);
  const binaries = await reachableBinaries(account);
  const folder = path.join(home, "pg");
  const passwordFile = path.join(home, "pg.password");
  if (!fs.existsSync(path.join(folder, "PG_VERSION")))
    await initialise({ folder, passwordFile, initdb: binaries.initdb, account });
  await stopOrphan(folder);
  removeStalePidFile(folder);
  const password = fs.readFileSync(passwordFile, "utf8").trim();
  const url = `postgresql://app:${password}@127.0.0.1:${port}/postgres`;
  return { folder, port, account, url, binaries };
}

async function initialise(cluster: {
  folder: string;
  passwordFile: string;
  initdb: string;
  account: Account | null;
}) {
  const { folder, passwordFile, account } = cluster;
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { mode: 0o700 });
  fs.writeFileSync(passwordFile, `${randomBytes(24).toString("base64url")}\n`, { mode: 0o600 });
  if (account)
    for (const owned of [folder, passwordFile]) fs.chownSync(owned, account.uid, account.gid);
  const options = ["-D", folder, "-U", "app", "-A", "scram-sha-256", "--pwfile", passwordFile];
  const child = spawn(
    cluster.initdb,
    [...options, "-E", "UTF8", "--locale=C.UTF-8", "--data-checksums"],
    { stdio: ["ignore", "ignore", "pipe"], env: bareEnvironment(), cwd: folder, ...account },
  );
  let complaint = "";
  child.stderr.on("data", (text) => {
    complaint += text;
  });
  const [code] = await once(child, "exit");
  if (code === 0) return;
  fs.rmSync(folder, { recursive: true, force: true });
  throw new SettingError(`PostgreSQL could not create its folder ${folder}: ${complaint.trim()}`);
}

// Postgres ends with us however we end: the shell in the background reads a pipe whose other end only this process holds.
const POSTGRES_UNTIL_STDIN_CLOSES = `exec 3<&0; (read -r _ <&3; kill -INT $$) & exec "$0" "$@" 3<&- </dev/null`;

/** Starts the server of a cluster; it stops (fast shutdown) when this process ends or closes the child's stdin. */
export async function spawnPostgres(cluster: Cluster): Promise<ChildProcess> {
  const { postgres } = cluster.binaries;
  removeStalePidFile(cluster.folder);
  const log = fs.openSync(path.join(cluster.folder, "server.log"), "a");
  const settings = ["listen_addresses=127.0.0.1", "unix_socket_directories="];
  const child = spawn(
    "/bin/sh",
    [
      ...["-c", POSTGRES_UNTIL_STDIN_CLOSES, postgres, "-D", cluster.folder],
      ...["-p", String(cluster.port), ...settings.flatMap((setting) => ["-c", setting])],
    ],
    {
      stdio: ["pipe", log, log],
      env: bareEnvironment(),
      cwd: cluster.folder,
      detached: true, // Ctrl-C in the terminal reaches us alone, and we stop it last
      ...cluster.account,
    },
  );
  fs.closeSync(log);
  child.stdin?.on("error", () => {}); // the pipe breaks when Postgres dies; its exit is what counts
  child.once("exit", () => child.stdin?.destroy());
  return child;
}

/** Resolves once the database accepts a connection; throws after `timeoutMs`, or when `gaveUp` says so. */
export async function untilAnswering(
  url: string,
  timeoutMs: number,
  gaveUp: () => boolean = () => false,
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
    client.on("error", () => {}); // a server that stops meanwhile is met again by the next try
    try {
      await client.connect();
      await client.end();
      return;
    } catch (cause) {
      await client.end().catch(() => {});
      if (gaveUp() || performance.now() > deadline) throw cause;
    }
    await sleep(50);
  }
}
