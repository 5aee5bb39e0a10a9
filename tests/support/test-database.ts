import { once } from "node:events";
import fs from "node:fs";
import { database } from "#server/database.ts";
import { amendEnv } from "#server/env.ts";
import { applyMigrations } from "#server/launch/migrations.ts";
import { freePort } from "#server/launch/ports.ts";
import { prepareCluster, spawnPostgres, untilAnswering } from "#server/launch/postgres.ts";
import { newDataFolder } from "./installation.ts";

const START_TIMEOUT_MS = 60_000;

/** A PostgreSQL of its own for the functions that a test calls in this process; returns what ends it. */
export async function startTestDatabase(): Promise<() => Promise<void>> {
  const folder = newDataFolder();
  const cluster = await prepareCluster(folder, await freePort());
  const server = await spawnPostgres(cluster);
  await untilAnswering(cluster.url, START_TIMEOUT_MS);
  await applyMigrations(cluster.url);
  amendEnv({ DATABASE_URL: cluster.url });
  return async () => {
    await database().$disconnect();
    // Kept for the life of a process, which tests share.
    delete (globalThis as Record<symbol, unknown>)[Symbol.for("vitrine.database")];
    amendEnv({ DATABASE_URL: undefined });
    server.kill("SIGINT");
    if (server.exitCode === null) await once(server, "exit");
    fs.rmSync(folder, { recursive: true, force: true });
  };
}
