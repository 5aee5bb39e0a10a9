import fs from "node:fs";
import path from "node:path";
import { SettingError } from "#server/env.ts";

type Holder = { pid: number; startedAt: string; birth: string | null; address?: string };

/** Takes the data folder for this process until it ends. Throws SettingError that names who holds it already. */
export function holdDataFolder(folder: string): () => void {
  fs.mkdirSync(folder, { recursive: true });
  const file = lockIn(folder);
  const self: Holder = {
    pid: process.pid,
    startedAt: new Date().toISOString(),
    birth: birthOf(process.pid),
  };
  for (;;) {
    try {
      fs.writeFileSync(file, JSON.stringify(self), { flag: "wx" });
      return () => fs.rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const holder = readHolder(file);
    if (holder && holds(holder))
      throw new SettingError(
        `The data folder ${folder} is in use by the Vitrine with process id ${holder.pid}, started ${holder.startedAt}. Stop that one, or set VITRINE_DATA to another folder.`,
      );
    fs.rmSync(file, { force: true });
  }
}

const lockIn = (folder: string): string => path.join(folder, "vitrine.lock");

/** Says in a data folder that this process holds where it is found. */
export function announceAddress(folder: string, address: string): void {
  const file = lockIn(folder);
  const draft = `${file}.${process.pid}`;
  fs.writeFileSync(draft, JSON.stringify({ ...readHolder(file), address }));
  fs.renameSync(draft, file); // at once: half a file would be taken for nobody's
}

/** What the process that holds a data folder said; undefined where nobody holds it. */
export function addressOfHolder(folder: string): string | undefined {
  const holder = readHolder(lockIn(folder));
  return holder && holds(holder) ? holder.address : undefined;
}

function readHolder(file: string): Holder | null {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8"));
  } catch {
    return null; // gone meanwhile, or half written by a process that died
  }
}

/** A pid alone proves little after a reboot: the process must also have been born when the holder was. */
function holds(holder: Holder): boolean {
  return isAlive(holder.pid) && birthOf(holder.pid) === holder.birth;
}

/** Whether a process with this id exists, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Boot and start time of a process where the system tells (Linux's /proc), else null. */
function birthOf(pid: number): string | null {
  try {
    const boot = fs.readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    const afterName = fs.readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1) ?? "";
    return `${boot}/${afterName.split(" ")[19]}`;
  } catch {
    return null;
  }
}
