import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** Whether a program is there and ends well with these arguments. */
export const isThere = (command: string, ...args: string[]): boolean =>
  spawnSync(command, args).status === 0;

/** Runs a program that reads its text from its input, here in the repository; returns what it writes. Throws where it fails. */
export async function runProgram(
  [command = "", ...args]: string[],
  text: string,
  env: Record<string, string> = {},
): Promise<string> {
  const child = spawn(command, args, { cwd: ROOT, env: { ...ownEnv(), ...env } });
  let [said, complained] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (chunk) => {
    said += chunk;
  });
  child.stderr.setEncoding("utf8").on("data", (chunk) => {
    complained += chunk;
  });
  child.stdin.end(text);
  const [status] = await once(child, "close");
  if (status !== 0) throw new Error(`${command} ended with ${status}: ${complained}`);
  return said;
}

/** A token for Replicate is none of ours, and their clients would send it. */
function ownEnv() {
  const { REPLICATE_API_TOKEN: _, ...env } = process.env;
  return env;
}
