import fs from "node:fs";
import path from "node:path";
import { parseDocument } from "yaml";
import { isObject } from "#contract/inputs/json-input.ts";
import { type DefinitionFiles, readFolder } from "./definition-folder.ts";
import { DefinitionError, readYaml } from "./definition-text.ts";

const FILE = "weights.yaml";

/** The names of the other weights that a model's folder has files for: its folders with a `weights.yaml`. */
export const otherWeights = (folder: string): string[] =>
  fs
    .readdirSync(folder, { withFileTypes: true })
    .filter((each) => each.isDirectory() && fs.existsSync(path.join(folder, each.name, FILE)))
    .map(({ name }) => name);

/**
 * The texts of a model's folder as they are for other weights that it has files for, null for its own: what their `weights.yaml` says of weights
 * and adapter takes the place of what `model.yaml` says, and their prompt and README that of the model's own. Sources that are
 * paths begin in the model's folder still. Throws DefinitionError.
 */
export async function readFolderWith(
  folder: string,
  name: string | null,
): Promise<DefinitionFiles> {
  const files = await readFolder(folder);
  if (name === null) return files;
  const file = path.join(folder, name, FILE);
  const { value } = readYaml(file, fs.readFileSync(file, "utf8"));
  if (!isObject(value))
    throw new DefinitionError({
      file,
      line: 1,
      message: 'holds no keys; it begins with "weights:"',
    });
  const document = parseDocument(files["model.yaml"]);
  document.delete("adapter");
  for (const [key, part] of Object.entries(value)) document.set(key, part);
  return {
    ...files,
    ...ownTexts(path.join(folder, name)),
    "model.yaml": document.toString({ lineWidth: 0 }),
  };
}

function ownTexts(folder: string): Partial<DefinitionFiles> {
  const names = (["prompt.liquid", "README.md"] as const).filter((name) =>
    fs.existsSync(path.join(folder, name)),
  );
  return Object.fromEntries(
    names.map((name) => [name, fs.readFileSync(path.join(folder, name), "utf8")]),
  );
}
