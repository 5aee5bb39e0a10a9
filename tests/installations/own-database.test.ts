import fs from "node:fs";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { freePort } from "#server/launch/ports.ts";
import { prepareCluster, spawnPostgres, untilAnswering } from "#server/launch/postgres.ts";
import { create, finished } from "../support/api.ts";
import { newDataFolder, startInstallation } from "../support/installation.ts";
import { query } from "../support/sql.ts";

test("with DATABASE_URL everything is stored there, and no database is started", async () => {
  const cluster = await prepareCluster(newDataFolder(), await freePort());
  const server = await spawnPostgres(cluster);
  await untilAnswering(cluster.url, 20_000);
  const vitrine = await startInstallation({ env: { DATABASE_URL: cluster.url } });
  await vitrine.untilReady();

  const { id } = await create(vitrine.url);
  expect((await finished(vitrine.url, id)).status).toBe("succeeded");
  expect(await query(cluster.url, "SELECT 1 FROM predictions WHERE id = $1", [id])).toHaveLength(1);
  expect(fs.existsSync(path.join(vitrine.dataFolder, "pg"))).toBe(false);
  expect(await vitrine.stop()).toBe(0);
  server.kill("SIGINT");
});

test("a database that does not answer is said to, without its password", async () => {
  const vitrine = await startInstallation({
    env: { DATABASE_URL: "postgresql://app:hunter2@127.0.0.1:9/vitrine" },
    weights: false,
  });
  await new Promise((resolve) => vitrine.launcher.once("exit", resolve));
  expect(vitrine.output()).toMatch(/The database at DATABASE_URL does not answer/);
  expect(vitrine.output()).not.toContain("hunter2");
});
