import fs from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { slug } from "#contract/names.ts";
import { isFile } from "#contract/weights.ts";
import { readDefinitionFiles } from "#server/definition-folder.ts";
import { definitionSchema } from "#server/definition-schema.ts";
import { SettingError } from "#server/env.ts";
import { say } from "#server/launch/terminal.ts";
import { readFolderWith } from "#server/other-weights.ts";
import { readForm, starterFiles } from "#server/starter-files.ts";

const SHIPPED = fileURLToPath(new URL("../../models/honeycomb-nlq", import.meta.url));
/** Weights of its own that answer any question, and that whoever gets the folder can fetch. */
const GENERAL_WEIGHTS = "smollm2";
/** Editors look there for what a definition may say. */
const EDITOR_NOTE = "# yaml-language-server: $schema=model.schema.json\n";
const FETCH_TIMEOUT_MS = 10_000;
const SCHEMA_BYTES_MAX = 2_000_000;

/**
 * `new` of the command line: a folder that can be published as it is, with a form of one field or with that of a Cog
 * container or Replicate model, whose schema `from` names as a file or an address. Throws SettingError.
 */
export async function runNewCommand(folder: string, from: string | undefined): Promise<void> {
  const name = path.basename(folder);
  if (!slug.safeParse(name).success)
    throw new SettingError(`${name}: a model's name may hold lower-case letters, digits, -`);
  const form = from === undefined ? undefined : await readFormFrom(from);
  const shipped = readDefinitionFiles(await readFolderWith(SHIPPED, GENERAL_WEIGHTS));
  const texts = starterFiles(name, { form, weights: shipped.definition.weights });
  const files = {
    ...texts,
    "model.schema.json": `${JSON.stringify(definitionSchema(), null, 2)}\n`,
  };
  await fs.mkdir(path.dirname(folder), { recursive: true });
  await fs.mkdir(folder).catch((cause) => {
    throw new SettingError(`${folder} is there already: choose another name`, { cause });
  });
  for (const [file, text] of Object.entries(files))
    await fs.writeFile(path.join(folder, file), file === "model.yaml" ? EDITOR_NOTE + text : text);
  for (const note of form?.notes ?? []) say(`! ${note}`);
  say(`Made ${folder}. Edit what is in it, and publish it while Vitrine runs:`);
  if (isFile(readDefinitionFiles(texts).definition.weights))
    say(`  npm run vitrine -- weights fetch ${folder}`);
  say(`  npm run vitrine -- publish ${folder} --owner YOUR-NAME`);
}

async function readFormFrom(from: string) {
  const form = readForm(await readText(from).catch(refuse(from)));
  if (form) return form;
  throw new SettingError(
    `${from}: holds no inputs; it is an OpenAPI document with an Input schema`,
  );
}

const refuse = (from: string) => (cause: unknown) => {
  const why = cause instanceof Error ? cause.message : String(cause);
  throw new SettingError(`${from} cannot be read: ${why}`, { cause });
};

async function readText(from: string): Promise<string> {
  if (!/^https?:/.test(from)) return fs.readFile(from, "utf8");
  const response = await fetch(from, { signal: AbortSignal.timeout(FETCH_TIMEOUT_MS) });
  if (!response.ok) throw new Error(`it answers with ${response.status}`);
  const text = await response.text();
  if (text.length > SCHEMA_BYTES_MAX) throw new Error("it is too long for a schema");
  return text;
}
