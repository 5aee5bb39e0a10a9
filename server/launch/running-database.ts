import path from "node:path";
import { env, SettingError } from "#server/env.ts";
import { findRunningUrl } from "./postgres-pid.ts";

/** The address of the database of the Vitrine that runs here. Throws SettingError where none runs. */
export function runningDatabaseUrl(): string {
  const dataFolder = path.resolve(env().VITRINE_DATA);
  const url = env().DATABASE_URL ?? findRunningUrl(dataFolder);
  if (url) return url;
  throw new SettingError(
    `No Vitrine runs on ${dataFolder}: start it first, or set VITRINE_DATA or DATABASE_URL.`,
  );
}
