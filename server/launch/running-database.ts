import fs from "node:fs";
import path from "node:path";
import { env, SettingError } from "#server/env.ts";

/** The line of a postmaster.pid that holds the port. */
const PORT_LINE = 3;

/** The address of the database of the Vitrine that runs on a data folder. Throws SettingError where none runs. */
export function runningDatabaseUrl(dataFolder: string): string {
  const given = env().DATABASE_URL;
  if (given) return given;
  try {
    const password = fs.readFileSync(path.join(dataFolder, "pg.password"), "utf8").trim();
    const state = fs.readFileSync(path.join(dataFolder, "pg/postmaster.pid"), "utf8");
    return `postgresql://app:${password}@127.0.0.1:${state.split("\n")[PORT_LINE]}/postgres`;
  } catch (cause) {
    throw new SettingError(
      `No Vitrine runs on ${dataFolder}: start it first, or set VITRINE_DATA or DATABASE_URL.`,
      { cause },
    );
  }
}
