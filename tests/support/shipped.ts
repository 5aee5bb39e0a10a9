import fs from "node:fs";
import path from "node:path";
import type { ModelDefinition } from "#contract/definition.ts";
import { type DefinitionFiles, readDefinitionFiles } from "#server/definition-folder.ts";
import { otherWeights, readFolderWith } from "#server/other-weights.ts";

const SHIPPED = path.join(import.meta.dirname, "../../models");

/** What the stories' models run on: large enough that a story can watch a prediction while it runs. */
const WEIGHTS = "smollm2";
/** The adapter of the model that most stories visit, as a list of engines elsewhere names it. */
export const SHIPPED_ADAPTER = "honeycomb-nlq on SmolLM2-135M-Instruct";
const ADAPTER = /^adapter:\n(?: .*\n)+/m;

const weightsOf = (folder: string): string | null =>
  otherWeights(folder).includes(WEIGHTS) ? WEIGHTS : null;

/** The texts of a shipped model, as they are for the stories' weights, without their adapter: a story may bring its own. */
export async function shippedTexts(name = "honeycomb-nlq"): Promise<DefinitionFiles> {
  const folder = path.join(SHIPPED, name);
  const texts = await readFolderWith(folder, weightsOf(folder));
  return { ...texts, "model.yaml": texts["model.yaml"].replace(ADAPTER, "") };
}

/** What they say. */
export const shippedDefinition = async (name?: string): Promise<ModelDefinition> =>
  readDefinitionFiles(await shippedTexts(name)).definition;

/** A folder of its own with these texts, and the files that lie beside them. */
export async function copyShippedTo(folder: string, name = "honeycomb-nlq"): Promise<void> {
  const shipped = path.join(SHIPPED, name);
  const others = otherWeights(shipped);
  fs.cpSync(shipped, folder, {
    recursive: true,
    filter: (source) => !others.includes(path.relative(shipped, source)),
  });
  for (const [file, text] of Object.entries(await shippedTexts(name)))
    fs.writeFileSync(path.join(folder, file), text);
}

/** Has a Vitrine on this data folder run its shipped models on the stories' weights. */
export function chooseShippedIn(dataFolder: string): void {
  fs.mkdirSync(dataFolder, { recursive: true });
  fs.writeFileSync(path.join(dataFolder, "shipped-weights"), `${WEIGHTS}\n`);
}
