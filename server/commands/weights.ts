import path from "node:path";
import { isFile } from "#contract/weights.ts";
import { database } from "#server/database.ts";
import {
  type DefinitionFiles,
  readDefinitionFiles,
  readFolder,
} from "#server/definition-folder.ts";
import { amendEnv, SettingError } from "#server/env.ts";
import { fetchWeights } from "#server/launch/fetch-weights.ts";
import { runningSettings } from "#server/launch/running-vitrine.ts";
import { publishShipped } from "#server/launch/shipped-models.ts";
import { say, withProgress } from "#server/launch/terminal.ts";
import { otherWeights, readFolderWith } from "#server/other-weights.ts";
import { storeOwnFiles } from "#server/own-files.ts";
import { chooseWeights, shippedFolders } from "#server/shipped-weights.ts";
import { importWeights } from "#server/weights.ts";

/** The word for the weights that the shipped models' folders say first. */
const FIRST = "default";

/** `weights import FILE`: into the store. Throws WeightsError. */
export async function runImportCommand(file: string): Promise<void> {
  const digest = await importWeights(file);
  say(`Stored as ${digest}. A Vitrine that runs on this data folder takes it up by itself.`);
}

/** `weights fetch FOLDER`: what a model's folder names. Throws SettingError, WeightsError and DefinitionError. */
export const runFetchCommand = async (folder: string): Promise<void> =>
  fetchFor(folder, await readFolder(folder));

/**
 * `weights use NAME`: fetches other weights for the shipped models and has them run on these, at once where a Vitrine runs and
 * from its next start where none does. Throws SettingError, WeightsError and DefinitionError.
 */
export async function runUseCommand(name: string): Promise<void> {
  const folders = shippedFolders().filter((folder) => otherWeights(folder).includes(name));
  if (name !== FIRST && folders.length === 0)
    throw new SettingError(`The shipped models have no weights ${name}. Known: ${known()}.`);
  for (const folder of folders) await fetchFor(folder, await readFolderWith(folder, name));
  chooseWeights(name === FIRST ? null : name);
  if (isRunning()) await publishNow();
  else say("The shipped models run on them from the next start on.");
}

const known = (): string => [FIRST, ...new Set(shippedFolders().flatMap(otherWeights))].join(", ");

function isRunning(): boolean {
  try {
    amendEnv(runningSettings());
    return true;
  } catch (error) {
    if (error instanceof SettingError) return false;
    throw error;
  }
}

async function publishNow(): Promise<void> {
  try {
    for (const { owner, name, definition } of await publishShipped())
      say(`${owner}/${name} runs on ${definition.weights.name}.`);
  } finally {
    await database().$disconnect();
  }
}

async function fetchFor(folder: string, files: DefinitionFiles): Promise<void> {
  const { definition } = readDefinitionFiles(files, folder);
  const { weights, adapter } = definition;
  if (!isFile(weights))
    throw new SettingError(`${weights.name} is an engine's own: there is no file to be fetched.`);
  await storeOwnFiles(folder, files, definition);
  for (const part of adapter ? [weights, adapter] : [weights]) {
    await withProgress(`Fetching ${part.name}`, (update) => fetchWeights(part, update));
    say(`${path.basename(folder)}: ${part.name} is in the store.`);
  }
}
