import fs from "node:fs";
import path from "node:path";
import type { ModelDefinition } from "#contract/definition.ts";
import {
  type DefinitionFiles,
  readDefinitionFiles,
  readFolder,
} from "#server/definition-folder.ts";

const SHIPPED = path.join(import.meta.dirname, "../../models");

/** The texts of a shipped model. */
export const shippedTexts = (name = "honeycomb-nlq"): Promise<DefinitionFiles> =>
  readFolder(path.join(SHIPPED, name));

/** What they say. */
export const shippedDefinition = async (name?: string): Promise<ModelDefinition> =>
  readDefinitionFiles(await shippedTexts(name)).definition;

/** A folder of its own with such a model, files beside its texts included. */
export const copyShippedTo = (folder: string, name = "honeycomb-nlq"): void =>
  fs.cpSync(path.join(SHIPPED, name), folder, { recursive: true });
