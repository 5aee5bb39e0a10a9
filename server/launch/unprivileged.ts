import fs from "node:fs";
import path from "node:path";
import { SettingError } from "#server/env.ts";

/** Whom a child process runs as. */
export type Account = { uid: number; gid: number };

/** PostgreSQL refuses to run as root: then the account it runs as, else null. Throws SettingError if there is none. */
export function unprivilegedAccount(): Account | null {
  if (process.getuid?.() !== 0) return null;
  const accounts = fs.readFileSync("/etc/passwd", "utf8").split("\n");
  for (const wanted of ["postgres", "nobody"]) {
    const fields = accounts.find((line) => line.startsWith(`${wanted}:`))?.split(":");
    if (fields) return { uid: Number(fields[2]), gid: Number(fields[3]) };
  }
  throw new SettingError(
    "PostgreSQL does not run as root, and there is no account “postgres” or “nobody” to run it as: start Vitrine as an ordinary user, or set DATABASE_URL.",
  );
}

/** Whether `account` may go all the way to a file, or into a folder. */
export function isReachable(target: string, account: Account): boolean {
  const real = fs.realpathSync(target);
  const start = fs.statSync(real).isDirectory() ? real : path.dirname(real);
  for (let folder = start; ; folder = path.dirname(folder)) {
    const { mode, uid, gid } = fs.statSync(folder);
    const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (folder === path.dirname(folder)) return true;
  }
}
