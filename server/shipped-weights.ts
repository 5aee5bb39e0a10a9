import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { env } from "./env.ts";
import { otherWeights } from "./other-weights.ts";

const MODELS = fileURLToPath(new URL("../models", import.meta.url));
/** In the data folder: the name of the weights that were chosen for the shipped models. */
const CHOICE = "shipped-weights";

/** The folders of the models that this repository ships. */
export const shippedFolders = (): string[] =>
  fs
    .readdirSync(MODELS)
    .map((name) => path.join(MODELS, name))
    .filter((folder) => fs.existsSync(path.join(folder, "model.yaml")));

const choicePath = () => path.resolve(env().VITRINE_DATA, CHOICE);

/** Has the shipped models that have files for these weights run on them, from their next publication on; null for those that they name first. */
export function chooseWeights(name: string | null): void {
  fs.rmSync(choicePath(), { force: true });
  if (name === null) return;
  fs.mkdirSync(path.dirname(choicePath()), { recursive: true });
  fs.writeFileSync(choicePath(), `${name}\n`);
}

/** The other weights that were chosen for a shipped model, where its folder has files for them; null for those that it names first. */
export function chosenFor(folder: string): string | null {
  if (!fs.existsSync(choicePath())) return null;
  const chosen = fs.readFileSync(choicePath(), "utf8").trim();
  return otherWeights(folder).includes(chosen) ? chosen : null;
}
