import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { stringify } from "yaml";
import { isObject } from "#contract/inputs/json-input.ts";
import { type DefinitionFiles, readDefinitionFiles } from "./definition-folder.ts";
import { DefinitionError, readYaml } from "./definition-text.ts";
import { sha256 } from "./digest.ts";
import { BadWeightsError } from "./gguf/reader.ts";
import { convertLora } from "./lora/convert.ts";
import { LoraError } from "./lora/lora-error.ts";
import { storeOwnFiles } from "./own-files.ts";
import { fileDigest, importWeights, weightsPath } from "./weights.ts";

/** Where a LoRA as PEFT saves it lies in a model's folder. */
const FOLDER = "adapter";
const PARTS = ["adapter_config.json", "adapter_model.safetensors"];
/** Raised where the same adapter would be converted to another file. */
const CONVERSION = 1;

/**
 * A model's texts with the adapter that lies in its folder as PEFT saved it, where they name none: it is converted for the
 * weights that the model names, once, and goes into the store. Throws DefinitionError.
 */
export async function withOwnAdapter(
  folder: string,
  files: DefinitionFiles,
): Promise<DefinitionFiles> {
  const source = path.join(folder, FOLDER);
  const text = files["model.yaml"];
  const { value } = readYaml(path.join(folder, "model.yaml"), text);
  const isWanted = fs.existsSync(path.join(source, "adapter_config.json"));
  if (!isWanted || (isObject(value) && "adapter" in value)) return files;
  const { definition } = readDefinitionFiles(files, folder);
  await storeOwnFiles(folder, files, definition);
  const adapter = {
    name: `LoRA of ${path.basename(folder)}`.slice(0, 80),
    license: "as its model's",
    sha256: await convertOnce(source, definition.weights.sha256),
    sources: [FOLDER],
  };
  const added = stringify({ adapter });
  return { ...files, "model.yaml": `${text.trimEnd()}\n# Converted from ${FOLDER}/.\n${added}` };
}

/** Converts an adapter, or finds what the same adapter was converted to for the same weights; returns the file's digest. */
async function convertOnce(source: string, base: string | undefined): Promise<string> {
  if (!base || !fs.existsSync(weightsPath(base)))
    throw complaint(
      source,
      "fits weights that are not in the store yet: npm run vitrine -- weights fetch, with the model's folder, gets them",
    );
  const digests = await Promise.all(
    PARTS.map((name) => path.join(source, name))
      .filter((file) => fs.existsSync(file))
      .map(fileDigest),
  );
  const key = sha256([CONVERSION, base, ...digests].join("\n"));
  const note = path.join(path.dirname(weightsPath(base)), `${key}.converted`);
  const known = fs.existsSync(note) ? fs.readFileSync(note, "utf8") : null;
  if (known && fs.existsSync(weightsPath(known))) return known;
  const aside = fs.mkdtempSync(path.join(os.tmpdir(), "vitrine-adapter-")); // whatever is in the store's folder counts
  try {
    const out = path.join(aside, "adapter.gguf");
    await convertLora({ folder: source, base: weightsPath(base), out });
    const digest = await importWeights(out);
    fs.writeFileSync(note, digest);
    return digest;
  } catch (error) {
    if (error instanceof LoraError || error instanceof BadWeightsError)
      throw complaint(source, error.message, error);
    throw error;
  } finally {
    fs.rmSync(aside, { recursive: true, force: true });
  }
}

const complaint = (file: string, message: string, cause?: unknown): DefinitionError =>
  new DefinitionError({ file, line: null, message }, { cause });
