import fs from "node:fs/promises";
import path from "node:path";
import { type Document, LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import { exampleList, type ModelDefinition, modelDefinition } from "#contract/definition.ts";
import { checkInput } from "#contract/inputs/check-input.ts";
import { type InputValues, promptValues } from "#contract/inputs/values.ts";
import { PromptError, renderPrompt } from "./inference/prompt.ts";

/** A model's files that cannot be published; the message names file, line and what would be right. */
export class DefinitionError extends Error {
  override name = "DefinitionError";
}

/** The texts of a model's folder, by file name. */
export type DefinitionFiles = {
  "model.yaml": string;
  "prompt.liquid"?: string;
  "README.md"?: string;
  "examples.json"?: string;
};

const BYTES_MAX: Record<keyof DefinitionFiles, number> = {
  "model.yaml": 256_000,
  "prompt.liquid": 256_000,
  "README.md": 256_000,
  "examples.json": 1_000_000,
};

/** The texts of a folder, unchecked but for their sizes. Throws DefinitionError. */
export async function readFolder(folder: string): Promise<DefinitionFiles> {
  return {
    "model.yaml": await readRequired(folder, "model.yaml"),
    ...(await readOptional(folder, "prompt.liquid")),
    ...(await readOptional(folder, "README.md")),
    ...(await readOptional(folder, "examples.json")),
  };
}

/** The definition in a folder's texts. Throws DefinitionError. */
export async function readDefinition(folder: string): Promise<ModelDefinition> {
  return readDefinitionFiles(await readFolder(folder), folder).definition;
}

/**
 * The definition that a model's texts make, and the inputs that fill its form on a first visit: those of its first
 * example. `folder` heads the file names in complaints. Throws DefinitionError.
 */
export function readDefinitionFiles(
  files: DefinitionFiles,
  folder = "",
): { definition: ModelDefinition; example: InputValues } {
  for (const name of Object.keys(BYTES_MAX) as (keyof DefinitionFiles)[])
    checkSize(path.join(folder, name), name, Buffer.byteLength(files[name] ?? ""));
  const definition = parseDefinition(files, folder);
  const file = path.join(folder, "examples.json");
  const checked = (definition.examples ?? []).map(({ input }, index) => {
    const result = checkInput(definition.inputs, input);
    if (result.ok) return result.values;
    const complaints = result.invalidFields.map(
      (f) => `${file}: example ${index + 1}: ${f.field}: ${f.description}`,
    );
    throw new DefinitionError(complaints.join("\n"));
  });
  for (const [index, values] of checked.entries())
    requirePrompt(
      definition,
      values,
      `${path.join(folder, "prompt.liquid")}: example ${index + 1}`,
    );
  const [example] = checked;
  if (!example)
    throw new DefinitionError(`${file}: is missing; it lists at least one {"input": …}`);
  return { definition, example };
}

/** A template is wrong where an example cannot be made into a prompt. */
function requirePrompt(definition: ModelDefinition, values: InputValues, place: string) {
  try {
    renderPrompt(definition.prompt, promptValues(definition.inputs, values));
  } catch (error) {
    if (!(error instanceof PromptError)) throw error;
    throw new DefinitionError(`${place}: ${error.message}`);
  }
}

function parseDefinition(files: DefinitionFiles, folder: string): ModelDefinition {
  const file = path.join(folder, "model.yaml");
  const lines = new LineCounter();
  const document = parseDocument(files["model.yaml"], { lineCounter: lines });
  const lineOf = (offset: number | undefined) => lines.linePos(offset ?? 0).line;
  for (const error of document.errors)
    throw new DefinitionError(`${file}:${lineOf(error.pos[0])}: ${error.message}`);
  const prompt = files["prompt.liquid"];
  if (!prompt)
    throw new DefinitionError(`${path.join(folder, "prompt.liquid")}: is missing or empty`);
  const parsed = modelDefinition.safeParse({
    ...readMapping(file, document),
    prompt,
    readme: files["README.md"],
    examples: parseExamples(files, folder),
  });
  if (parsed.success) return parsed.data;
  const complaints = parsed.error.issues.flatMap(placesOf).map(({ keys, message }) => {
    const other = OF_OTHER_FILES.get(String(keys[0]));
    if (other) return `${path.join(folder, other)}: ${message}`;
    const place = `${file}:${lineOf(offsetOf(document, keys))}: ${keys.join(".") || "the definition"}`;
    return document.hasIn(keys) ? `${place}: ${message}` : `${place}: is missing (${message})`;
  });
  throw new DefinitionError(complaints.join("\n"));
}

/** Where the value at `keys` begins or, where there is none, what it should be in. */
function offsetOf(document: Document, keys: PropertyKey[]): number | undefined {
  const node = document.getIn(keys, true) as { range?: [number, number, number] } | undefined;
  if (node?.range || keys.length === 0) return node?.range?.[0];
  return offsetOf(document, keys.slice(0, -1));
}

/** Keys that the other files give would be lost without a word. */
const OF_OTHER_FILES = new Map([
  ["prompt", "prompt.liquid"],
  ["readme", "README.md"],
  ["examples", "examples.json"],
]);

function readMapping(file: string, document: Document): object {
  const value = toPlain(file, document);
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new DefinitionError(`${file}:1: holds no keys; it begins with "title: …"`);
  for (const [key, other] of OF_OTHER_FILES)
    if (key in value) throw new DefinitionError(`${file}: ${key}: belongs into ${other}`);
  return value;
}

function toPlain(file: string, document: Document): unknown {
  try {
    return document.toJS();
  } catch (cause) {
    throw new DefinitionError(`${file}: its aliases (*name) cannot be resolved`, { cause });
  }
}

/** An unknown key is complained about where it stands, not where what it is in begins. */
function placesOf(issue: z.core.$ZodIssue): { keys: PropertyKey[]; message: string }[] {
  if (issue.code !== "unrecognized_keys") return [{ keys: issue.path, message: issue.message }];
  return issue.keys.map((key) => ({ keys: [...issue.path, key], message: "is no key known here" }));
}

function parseExamples(files: DefinitionFiles, folder: string) {
  const text = files["examples.json"];
  if (text === undefined) return undefined;
  const file = path.join(folder, "examples.json");
  const parsed = exampleList.safeParse(parseJson(file, text));
  if (parsed.success) return parsed.data;
  throw new DefinitionError(`${file}: is no list of {"title": …, "input": {…}}`);
}

async function readRequired(folder: string, name: keyof DefinitionFiles): Promise<string> {
  const file = path.join(folder, name);
  try {
    checkSize(file, name, (await fs.stat(file)).size);
    return await fs.readFile(file, "utf8");
  } catch (cause) {
    if (cause instanceof DefinitionError) throw cause;
    throw new DefinitionError(`${file}: is missing or cannot be read`, { cause });
  }
}

async function readOptional(folder: string, name: keyof DefinitionFiles) {
  const exists = (await fs.readdir(folder)).includes(name);
  return exists ? { [name]: await readRequired(folder, name) } : {};
}

function checkSize(file: string, name: keyof DefinitionFiles, bytes: number) {
  if (bytes > BYTES_MAX[name])
    throw new DefinitionError(`${file}: is larger than ${BYTES_MAX[name] / 1_000} KB`);
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new DefinitionError(`${file}: is not valid JSON`, { cause });
  }
}
