import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { createSetUpLink, hasNoOwner } from "./accounts/set-up.ts";
import { database } from "./database.ts";
import { amendEnv, env, SettingError, webEnvironment } from "./env.ts";
import { readEngines } from "./inference/engines-file.ts";
import { ensureBuild } from "./launch/build.ts";
import { supervise } from "./launch/child.ts";
import { startEngine } from "./launch/engine-child.ts";
import { announceAddress, holdDataFolder } from "./launch/holder.ts";
import { applyMigrations } from "./launch/migrations.ts";
import { ownerKey } from "./launch/owner-key.ts";
import { freePort, requireFree } from "./launch/ports.ts";
import { prepareCluster, spawnPostgres, untilAnswering } from "./launch/postgres.ts";
import { publishShipped } from "./launch/shipped-models.ts";
import { say } from "./launch/terminal.ts";
import { absoluteUrl } from "./presentation.ts";

/** What runs may end first, where a platform asks us to leave; a person at a keyboard wants it now. */
const WEB_GRACE_MS = { SIGTERM: 25_000, SIGINT: 5_000 };
const ENGINE_GRACE_MS = 2_000;
const DATABASE_GRACE_MS = 2_500;
const DATABASE_TIMEOUT_MS = 60_000;
const PARENT_POLL_MS = 1_000;

/** What has been started, to be ended in the opposite order. */
const endings: ((signal: "SIGTERM" | "SIGINT") => Promise<void> | void)[] = [];
let isLeaving = false;
const isDevelopment = process.argv.includes("--dev");

try {
  await start();
} catch (error) {
  const text = error instanceof SettingError ? error.message : (error as Error).stack;
  process.stderr.write(`${text}\n`);
  await leave(1);
}

async function start() {
  const dataFolder = path.resolve(env().VITRINE_DATA);
  readEngines(); // what is wrong with the file is said before anything starts
  endings.push(holdDataFolder(dataFolder));
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, () => void leave(0, signal === "SIGTERM" ? signal : "SIGINT"));
  leaveWithParent();
  const { HOST } = env();
  const port = env().PORT || (await freePort());
  await requireFree(port, HOST);
  amendEnv({ PORT: port, VITRINE_OWNER_KEY: ownerKey(dataFolder) });
  announceAddress(dataFolder, absoluteUrl("/"));

  await Promise.all([startDatabase(dataFolder), isDevelopment || buildPage()]);
  const versions = await publishShipped();
  const setUpLink = (await hasNoOwner()) ? await createSetUpLink() : null;
  await database().$disconnect();
  if (versions.length > 0) {
    const address = { port: await freePort(), token: randomBytes(24).toString("base64url") };
    const engine = startEngine(
      versions.map(({ definition }) => definition),
      address,
    );
    endings.push(() => engine.stop(ENGINE_GRACE_MS));
    const url = `http://127.0.0.1:${address.port}`;
    amendEnv({ VITRINE_ENGINE_URL: url, VITRINE_ENGINE_TOKEN: address.token });
  }
  await startWeb(port, HOST);
  const shown = HOST === "0.0.0.0" || HOST === "::" ? "localhost" : HOST;
  say(`Vitrine is at ${env().PUBLIC_URL ?? `http://${shown}:${port}`}`);
  if (setUpLink) say(`Make the owner's account, once: ${absoluteUrl(setUpLink)}`);
}

async function buildPage() {
  const timer = setTimeout(() => say("Building the pages, once: about half a minute …"), 500);
  await ensureBuild().finally(() => clearTimeout(timer));
}

async function startDatabase(dataFolder: string) {
  const given = env().DATABASE_URL;
  const url = given ?? (await startPostgres(dataFolder));
  amendEnv({ DATABASE_URL: url });
  await untilAnswering(url, given ? 10_000 : DATABASE_TIMEOUT_MS).catch((cause: Error) => {
    const whose = given ? "The database at DATABASE_URL" : "The database in the data folder";
    const hint = given ? "" : ` See ${dataFolder}/pg/server.log.`;
    throw new SettingError(`${whose} does not answer: ${cause.message}.${hint}`, { cause });
  });
  await applyMigrations(url);
}

async function startPostgres(dataFolder: string): Promise<string> {
  const cluster = await prepareCluster(dataFolder, await freePort());
  const server = supervise("postgres", () => spawnPostgres(cluster));
  endings.push(() => server.stop(DATABASE_GRACE_MS, "SIGINT")); // fast shutdown
  return cluster.url;
}

async function startWeb(port: number, host: string) {
  const next = fileURLToPath(new URL("../node_modules/next/dist/bin/next", import.meta.url));
  const web = supervise("web", async () =>
    spawn(
      process.execPath,
      [next, isDevelopment ? "dev" : "start", "-p", String(port), "-H", host],
      {
        cwd: fileURLToPath(new URL("..", import.meta.url)),
        stdio: ["ignore", "ignore", "inherit", "ipc"],
        detached: true, // Ctrl-C in the terminal reaches us alone, and we end everything in order
        env: webEnvironment(isDevelopment ? "development" : "production"),
      },
    ),
  );
  endings.push((signal) => web.stop(WEB_GRACE_MS[signal], signal));
  const address = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  while (!isLeaving) {
    const answer = await fetch(`http://${address}:${port}/healthz`).catch(() => null);
    if (answer?.ok) return;
    await sleep(50);
  }
}

/** npm may be killed without a word to us: then nobody would ever stop us. */
function leaveWithParent() {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) void leave(0);
  }, PARENT_POLL_MS).unref();
}

async function leave(exitCode: number, signal: "SIGTERM" | "SIGINT" = "SIGINT") {
  if (isLeaving) return;
  isLeaving = true;
  for (const end of endings.reverse()) await end(signal);
  process.exit(exitCode);
}
