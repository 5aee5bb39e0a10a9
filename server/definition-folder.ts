import fs from "node:fs/promises";
import path from "node:path";
import { type ModelDefinition, modelDefinition } from "#contract/definition.ts";
import type { DraftFiles } from "#contract/draft.ts";
import { checkInput } from "#contract/inputs/check-input.ts";
import { isObject } from "#contract/inputs/json-input.ts";
import type { InputValues } from "#contract/inputs/values.ts";
import { DefinitionError, placesOf, readYaml, type WrittenPart } from "./definition-text.ts";
import { withWholeFiles } from "./example-files.ts";
import { readExamples } from "./examples-file.ts";
import { PromptError, promptFor } from "./inference/prompt.ts";
import { inPlainWords } from "./plain-words.ts";
import { readPrompt } from "./prompt-file.ts";

/** The texts of a model's folder, by file name. */
export type DefinitionFiles = DraftFiles & { "model.yaml": string };

const BYTES_MAX: Record<keyof DefinitionFiles, number> = {
  "model.yaml": 256_000,
  "prompt.liquid": 256_000,
  "prompt.yaml": 256_000,
  "README.md": 256_000,
  "examples.json": 1_000_000,
};

/** The texts of a folder, unchecked but for their sizes. Throws DefinitionError. */
export async function readFolder(folder: string): Promise<DefinitionFiles> {
  return {
    "model.yaml": await readRequired(folder, "model.yaml"),
    ...(await readOptional(folder, "prompt.liquid")),
    ...(await readOptional(folder, "prompt.yaml")),
    ...(await readOptional(folder, "README.md")),
    ...(await readExamplesFile(folder)),
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
  const prompt = readPrompt(files, folder);
  const examples = readExamples(files, folder);
  const definition = parseDefinition(files, folder, { prompt, examples });
  const checked = (definition.examples ?? []).map(({ input }, index) => {
    const result = checkInput(definition, input);
    if (result.ok) return result.values;
    const complaints = result.invalidFields.map(({ field, description }) =>
      examples.complain([index, ...field.split(".")], description),
    );
    throw new DefinitionError(complaints);
  });
  for (const [index, values] of checked.entries())
    requirePrompt(definition, values, { file: prompt.file, example: index + 1 });
  const [example] = checked;
  if (!example) throw new DefinitionError(examples.complain([], "lists no example"));
  return { definition, example };
}

/** A template is wrong where an example cannot be made into a prompt. */
function requirePrompt(
  definition: ModelDefinition,
  values: InputValues,
  { file, example }: { file: string; example: number },
) {
  try {
    promptFor(definition, values);
  } catch (error) {
    if (!(error instanceof PromptError)) throw error;
    // Within messages a template counts its own lines.
    const line = typeof definition.prompt === "string" ? error.line : null;
    throw new DefinitionError({ file, line, message: `example ${example}: ${error.message}` });
  }
}

function parseDefinition(
  files: DefinitionFiles,
  folder: string,
  parts: { prompt: WrittenPart; examples: WrittenPart },
): ModelDefinition {
  const file = path.join(folder, "model.yaml");
  const { value, complain } = readYaml(file, files["model.yaml"]);
  const readme = files["README.md"];
  const readmeFile = path.join(folder, "README.md");
  const mapping = requireMapping({ file, value, complain });
  const written = {
    ...mapping,
    prompt: parts.prompt.value ?? (takesInputs(mapping) ? [] : undefined),
    ...{ examples: parts.examples.value, readme },
  };
  const parsed = modelDefinition.safeParse(written, { error: inPlainWords });
  if (parsed.success) return parsed.data;
  const complaints = parsed.error.issues.flatMap(placesOf).map(({ keys, message }) => {
    const [first, ...rest] = keys;
    if (first === "readme") return { file: readmeFile, line: null, message };
    const isElsewhere = first === "prompt" || first === "examples";
    return isElsewhere ? parts[first].complain(rest, message) : complain(keys, message);
  });
  throw new DefinitionError(complaints);
}

/** Whether a mapping says, in what is not checked yet, that it goes without a prompt. */
const takesInputs = (mapping: { weights?: unknown }): boolean =>
  isObject(mapping.weights) && mapping.weights.chatFormat === "inputs";

/** Keys that the other files give would be lost without a word. */
const OF_OTHER_FILES = new Map([
  ["prompt", "prompt.liquid or prompt.yaml"],
  ["readme", "README.md"],
  ["examples", "examples.json"],
]);

function requireMapping({ file, value, complain }: WrittenPart): object {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new DefinitionError({
      ...{ file, line: 1, message: 'holds no keys; it begins with "title: …"' },
    });
  for (const [key, other] of OF_OTHER_FILES)
    if (key in value) throw new DefinitionError(complain([key], `belongs into ${other}`));
  return value;
}

async function readRequired(folder: string, name: keyof DefinitionFiles): Promise<string> {
  const file = path.join(folder, name);
  try {
    checkSize(file, name, (await fs.stat(file)).size);
    return await fs.readFile(file, "utf8");
  } catch (cause) {
    if (cause instanceof DefinitionError) throw cause;
    const message = "is missing or cannot be read";
    throw new DefinitionError({ file, line: null, message }, { cause });
  }
}

async function readOptional(
  folder: string,
  name: keyof DefinitionFiles,
): Promise<Partial<DefinitionFiles>> {
  const exists = (await fs.readdir(folder)).includes(name);
  return exists ? { [name]: await readRequired(folder, name) } : {};
}

/** With the files that its examples name, which have no folder any more once they are published. */
async function readExamplesFile(folder: string) {
  const { "examples.json": text } = await readOptional(folder, "examples.json");
  return text === undefined ? {} : { "examples.json": await withWholeFiles(text, folder) };
}

function checkSize(file: string, name: keyof DefinitionFiles, bytes: number) {
  if (bytes > BYTES_MAX[name])
    throw new DefinitionError({
      ...{ file, line: null, message: `is larger than ${BYTES_MAX[name] / 1_000} KB` },
    });
}
