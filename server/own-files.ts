import fs from "node:fs";
import path from "node:path";
import type { ModelDefinition } from "#contract/definition.ts";
import type { DefinitionFiles } from "./definition-folder.ts";
import { DefinitionError, readYaml } from "./definition-text.ts";
import { fileDigest, importWeights, WeightsError, weightsPath } from "./weights.ts";

/**
 * Takes into the store what a model's folder itself has of its weights and its adapter: their sources that are paths, which
 * begin in the folder. Throws DefinitionError for a file that is not the one that the definition names.
 */
export async function storeOwnFiles(
  folder: string,
  files: DefinitionFiles,
  definition: ModelDefinition,
): Promise<void> {
  for (const part of ["weights", "adapter"] as const) {
    const { sha256, sources = [] } = definition[part] ?? {};
    if (!sha256 || fs.existsSync(weightsPath(sha256))) continue;
    const complain = (key: string, message: string, cause?: unknown) => {
      const { complain: at } = readYaml(path.join(folder, "model.yaml"), files["model.yaml"]);
      return new DefinitionError(at([part, key], message), { cause });
    };
    await storeFirst(folder, { sha256, sources }, complain);
  }
}

type Complain = (key: string, message: string, cause?: unknown) => DefinitionError;

/** The first of the paths at which there is a file; what has other sources too can still be fetched. */
async function storeFirst(
  folder: string,
  { sha256, sources }: { sha256: string; sources: string[] },
  complain: Complain,
): Promise<void> {
  const paths = sources.filter(isPath);
  const source = paths.find((each) => fs.existsSync(path.resolve(folder, each)));
  if (source === undefined) {
    if (paths.length === 0 || paths.length < sources.length) return;
    throw complain("sources", `names no file that is there: ${paths.join(", ")} in ${folder}`);
  }
  const file = path.resolve(folder, source);
  const found = await fileDigest(file);
  if (found !== sha256) throw complain("sha256", `is not that of ${source}, which is ${found}`);
  await importWeights(file, found).catch((error: Error) => {
    throw error instanceof WeightsError ? complain("sources", error.message, error) : error;
  });
}

const isPath = (source: string): boolean => !/^(hf|pip|https?):/.test(source);
