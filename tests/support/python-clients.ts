import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { isThere, runProgram } from "./programs.ts";

const ROOT = path.join(import.meta.dirname, "../..");
const SCRIPTS = path.join(import.meta.dirname, "python");

/** Whether Python is here with what brings it packages. */
export const hasPip = (): boolean => isThere("python3", "-m", "pip", "--version");

/**
 * Runs a script of tests/support/python with packages of exactly these versions, which are fetched once; returns what it
 * prints as JSON. It reads what it is asked from the variable ASKED. Throws where a package cannot be had or the script fails.
 */
export async function runPython(
  script: string,
  packages: string[],
  asked: object,
): Promise<Record<string, unknown>> {
  const env = { PYTHONPATH: install(packages), ASKED: JSON.stringify(asked) };
  return JSON.parse(await runProgram(["python3", path.join(SCRIPTS, script)], "", env));
}

function install(packages: string[]): string {
  const name = packages.join("-").replace(/[^\w.-]+/g, "-");
  const folder = path.join(ROOT, "node_modules/.cache/python", name);
  if (fs.existsSync(folder)) return folder;
  const half = `${folder}.half`; // one that broke off is not taken for whole
  fs.rmSync(half, { recursive: true, force: true });
  const args = ["-m", "pip", "install", "--quiet", "--target", half, ...packages];
  const { status, stderr } = spawnSync("python3", args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`pip: ${stderr}`);
  fs.renameSync(half, folder);
  return folder;
}
