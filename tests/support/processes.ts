import fs from "node:fs";

export type Role = "web" | "engine" | "postgres";

/** Every process below `pid`, by /proc. */
export function descendants(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const name of fs.readdirSync("/proc").filter((entry) => /^\d+$/.test(entry))) {
    const parent = parentOf(Number(name));
    if (parent !== null) parents.set(Number(name), parent);
  }
  const below = (ancestor: number): number[] =>
    [...parents].flatMap(([child, parent]) =>
      parent === ancestor ? [child, ...below(child)] : [],
    );
  return below(pid);
}

function parentOf(pid: number): number | null {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
  } catch {
    return null; // it has just ended
  }
}

/** Which part of Vitrine a process is, by its command line. */
export function roleOf(pid: number): Role | null {
  let command = "";
  try {
    command = fs.readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return null; // it has just ended
  }
  if (command.startsWith("next-server") || command.includes("next/dist/bin/next")) return "web";
  if (command.includes("bundled/main.ts")) return "engine";
  if (command.includes("bin/postgres\0-D")) return "postgres";
  return null;
}

/** Whether a process still runs; one that has ended and waits to be collected does not. */
export function isRunning(pid: number): boolean {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2, stat.lastIndexOf(")") + 3) !== "Z";
  } catch {
    return false;
  }
}
