import path from "node:path";
import { type Env, env, SettingError } from "#server/env.ts";
import { addressOfHolder } from "./holder.ts";
import { findRunningUrl } from "./postgres-pid.ts";

/** The settings of the Vitrine that runs here, as far as a command needs them. Throws SettingError where none runs. */
export function runningSettings(): Pick<Env, "DATABASE_URL" | "PUBLIC_URL"> {
  const dataFolder = path.resolve(env().VITRINE_DATA);
  const url = env().DATABASE_URL ?? findRunningUrl(dataFolder);
  if (url) return { DATABASE_URL: url, PUBLIC_URL: runningAddress() };
  throw new SettingError(
    `No Vitrine runs on ${dataFolder}: start it first, or set VITRINE_DATA or DATABASE_URL.`,
  );
}

/** Where it is found; undefined where none runs on this data folder and nothing is set. */
export const runningAddress = (): string | undefined =>
  env().PUBLIC_URL ?? addressOfHolder(path.resolve(env().VITRINE_DATA));
