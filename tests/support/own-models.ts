import fs from "node:fs";
import path from "node:path";
import { vitrineCommand } from "./command.ts";
import { newDataFolder } from "./installation.ts";
import { copyShippedTo } from "./shipped.ts";

/** What copies are called, so that no story takes them for the shipped one. */
export const COPY_TITLE = "Copied for a test";

/** A copy of a shipped model's folder, by another name and title; `home` is to be removed with it. */
export async function copyShipped(
  name: string,
  title: string,
  shipped = "honeycomb-nlq",
): Promise<{ home: string; folder: string }> {
  const home = newDataFolder();
  const folder = path.join(home, name);
  await copyShippedTo(folder, shipped);
  const definition = path.join(folder, "model.yaml");
  const text = fs.readFileSync(definition, "utf8").replace(/^title: .*/, `title: ${title}`);
  fs.writeFileSync(definition, text);
  return { home, folder };
}

/** How many lines a file has: the number of the one that was added to it last. */
export const countLines = (file: string): number =>
  fs.readFileSync(file, "utf8").trimEnd().split("\n").length;

/** What a copy's files are changed to, by file name. */
type Changes = Record<string, (text: string) => string>;

/** Parts of a model that take the place of the shipped one's. */
type Parts = { inputs?: object[]; output?: object; prompt?: string; example?: object };

/** Publishes a copy of a shipped model under another owner and name on the shared Vitrine; returns its version's id. */
export async function publishCopy(...given: Parameters<typeof publishSaying>): Promise<string> {
  const said = await publishSaying(...given);
  const [, id] = said.match(/^(?:Published|Unchanged:) version ([0-9a-f]{64})$/m) ?? [];
  if (!id) throw new Error(said);
  return id;
}

/** What the command line says of it. */
export async function publishSaying(
  owner: string,
  name: string,
  changes: Changes = {},
  shipped?: string,
): Promise<string> {
  const { home, folder } = await copyShipped(name, COPY_TITLE, shipped);
  for (const [file, change] of Object.entries(changes)) {
    const at = path.join(folder, file);
    fs.writeFileSync(at, change(fs.readFileSync(at, "utf8")));
  }
  const data = process.env.VITRINE_TEST_DATA ?? "";
  const said = await vitrineCommand(["publish", folder, "--owner", owner], { VITRINE_DATA: data });
  fs.rmSync(home, { recursive: true, force: true });
  return said;
}

/** The changes that put these parts into a copy. */
export function withParts({ inputs, output, prompt, example }: Parts): Changes {
  // YAML takes JSON as it is.
  const replace = (text: string, key: string, value: object | undefined) => {
    const part = new RegExp(`^${key}:\\n(?:[ -].*\\n)+`, "m");
    return value ? text.replace(part, () => `${key}: ${JSON.stringify(value)}\n`) : text;
  };
  return {
    "model.yaml": (text) => replace(replace(text, "inputs", inputs), "output", output),
    "prompt.liquid": (text) => prompt ?? text,
    "examples.json": (text) => (example ? JSON.stringify([{ input: example }]) : text),
  };
}
