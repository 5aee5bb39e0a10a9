import fs from "node:fs";
import path from "node:path";
import { isFile } from "#contract/weights.ts";
import { fetchWeights } from "#server/launch/fetch-weights.ts";
import { withProgress } from "#server/launch/terminal.ts";
import { weightsPath } from "#server/weights.ts";
import { shippedDefinition } from "./shipped.ts";

/** The real weights of the stories, fetched once into this checkout's own data folder; returns the file. */
export async function shippedWeights(): Promise<string> {
  const { weights } = await shippedDefinition();
  if (!isFile(weights)) throw new Error(`${weights.name} is no file`);
  await withProgress(`Fetching ${weights.name}`, (update) => fetchWeights(weights, update));
  return weightsPath(weights.sha256);
}

/** Puts the real weights into another data folder, without another copy on the disk where that can be had. */
export async function lendWeights(dataFolder: string): Promise<void> {
  const file = await shippedWeights();
  const target = path.join(dataFolder, "weights", path.basename(file));
  fs.mkdirSync(path.dirname(target), { recursive: true });
  try {
    fs.linkSync(file, target);
  } catch {
    fs.copyFileSync(file, target); // another file system
  }
}
