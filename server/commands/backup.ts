import path from "node:path";
import { restoreBackup } from "#server/backup/restore.ts";
import { writeBackup } from "#server/backup/write.ts";
import { env, SettingError } from "#server/env.ts";
import { holdDataFolder } from "#server/launch/holder.ts";
import { applyMigrations } from "#server/launch/migrations.ts";
import { freePort } from "#server/launch/ports.ts";
import { prepareCluster, spawnPostgres, untilAnswering } from "#server/launch/postgres.ts";
import { runningSettings } from "#server/launch/running-vitrine.ts";
import { say } from "#server/launch/terminal.ts";

const DATABASE_TIMEOUT_MS = 60_000;

/** `backup FILE` of the command line, of the Vitrine that runs. Throws SettingError. */
export async function runBackupCommand(file: string): Promise<void> {
  const { DATABASE_URL } = runningSettings();
  const count = await writeBackup(DATABASE_URL ?? "", file);
  say(`${count} predictions, with everything about them, are in ${file}.`);
  say(
    "Not in it: weights, which are fetched again, which of them were chosen, and who is signed in.",
  );
  say("A prediction that is deleted later is in it still: throw old ones away.");
}

/** `restore FILE`, into a data folder that no Vitrine runs on, or the database at DATABASE_URL. Throws SettingError. */
export async function runRestoreCommand(file: string): Promise<void> {
  const given = env().DATABASE_URL;
  const dataFolder = path.resolve(env().VITRINE_DATA);
  const count = given ? await restoreInto(given, file) : await restoreIntoFolder(dataFolder, file);
  say(`${count} predictions are back. Start Vitrine on ${given ? "this database" : dataFolder}.`);
}

async function restoreInto(databaseUrl: string, file: string): Promise<number> {
  await applyMigrations(databaseUrl);
  return restoreBackup(databaseUrl, file);
}

async function restoreIntoFolder(dataFolder: string, file: string): Promise<number> {
  const release = holdDataFolder(dataFolder);
  const cluster = await prepareCluster(dataFolder, await freePort());
  const postgres = await spawnPostgres(cluster);
  const exited = new Promise((resolve) => postgres.once("exit", resolve));
  try {
    await untilAnswering(cluster.url, DATABASE_TIMEOUT_MS).catch((cause: Error) => {
      throw new SettingError(`The database in ${dataFolder} does not answer.`, { cause });
    });
    return await restoreInto(cluster.url, file);
  } finally {
    postgres.kill("SIGINT"); // fast shutdown
    await exited;
    release();
  }
}
