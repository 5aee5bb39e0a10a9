import fs from "node:fs";
import os from "node:os";

const TICKS_PER_SECOND = 100; // USER_HZ, the same on every Linux

/** Milliseconds of CPU that processes have used so far, user and system together. */
export function cpuMs(pids: number[]): number {
  return pids.reduce((sum, pid) => sum + ticksOf(pid), 0) * (1000 / TICKS_PER_SECOND);
}

function ticksOf(pid: number): number {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return Number(fields[11]) + Number(fields[12]);
  } catch {
    return 0; // it has ended
  }
}

/** The machine, in words. */
export const device = (): string =>
  `${os.cpus()[0]?.model.trim() ?? "unknown CPU"}, ${os.availableParallelism()} cores, load ${os
    .loadavg()
    .map((load) => load.toFixed(1))
    .join(" ")}`;
