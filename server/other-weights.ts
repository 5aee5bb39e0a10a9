import fs from "node:fs";
import path from "node:path";
import { isMap, type Node, parseDocument } from "yaml";
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
  const parts = fs.readFileSync(file, "utf8");
  const { value } = readYaml(file, parts);
  if (!isObject(value))
    throw new DefinitionError({
      file,
      line: 1,
      message: 'holds no keys; it begins with "weights:"',
    });
  return {
    ...files,
    ...ownTexts(path.join(folder, name)),
    "model.yaml": withParts(files["model.yaml"], parts),
  };
}

/** With these parts where the weights stood and without the adapter. All else stays as it is written, so that complaints name its lines. */
function withParts(text: string, parts: string): string {
  const { contents } = parseDocument(text);
  if (!isMap<Node>(contents)) return text; // which is complained of later
  const starts = contents.items.map(({ key }) => key.range?.[0] ?? 0);
  const written = contents.items.map(({ key }, index) => {
    const name = String(key);
    if (name === "adapter") return "";
    return name === "weights"
      ? `${parts.trimEnd()}\n`
      : text.slice(starts[index], starts[index + 1]);
  });
  return text.slice(0, starts[0]) + written.join("");
}

function ownTexts(folder: string): Partial<DefinitionFiles> {
  const names = (["prompt.liquid", "README.md"] as const).filter((name) =>
    fs.existsSync(path.join(folder, name)),
  );
  return Object.fromEntries(
    names.map((name) => [name, fs.readFileSync(path.join(folder, name), "utf8")]),
  );
}
