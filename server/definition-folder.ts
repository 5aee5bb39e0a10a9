import fs from "node:fs/promises";
import path from "node:path";
import { LineCounter, parseDocument } from "yaml";
import { z } from "zod";
import { type ModelDefinition, modelDefinition } from "#contract/definition.ts";
import { checkInput } from "#contract/inputs/check-input.ts";
import type { InputValues } from "#contract/inputs/values.ts";

/** A model folder that cannot be published; the message names file, line and what would be right. */
export class DefinitionError extends Error {
  override name = "DefinitionError";
}

/** The definition in a folder's `model.yaml` and `prompt.liquid`. Throws DefinitionError. */
export async function readDefinition(folder: string): Promise<ModelDefinition> {
  const file = path.join(folder, "model.yaml");
  const lines = new LineCounter();
  const document = parseDocument(await readPart(file), { lineCounter: lines });
  const lineOf = (offset: number | undefined) => lines.linePos(offset ?? 0).line;
  for (const error of document.errors)
    throw new DefinitionError(`${file}:${lineOf(error.pos[0])}: ${error.message}`);
  const prompt = await readPart(path.join(folder, "prompt.liquid"));
  const parsed = modelDefinition.safeParse({ ...document.toJS(), prompt });
  if (parsed.success) return parsed.data;
  const complaints = parsed.error.issues.map(({ path: keys, message }) => {
    const node = document.getIn(keys, true) as { range?: [number, number, number] } | undefined;
    return `${file}:${lineOf(node?.range?.[0])}: ${keys.join(".") || "the definition"}: ${message}`;
  });
  throw new DefinitionError(complaints.join("\n"));
}

const examples = z.array(z.object({ input: z.record(z.string(), z.unknown()) })).min(1);

/** The inputs that fill a model's form on a first visit: the first of its `examples.json`. Throws DefinitionError. */
export async function readExample(
  folder: string,
  definition: ModelDefinition,
): Promise<InputValues> {
  const file = path.join(folder, "examples.json");
  const parsed = examples.safeParse(parseJson(file, await readPart(file)));
  if (!parsed.success) throw new DefinitionError(`${file}: is no list of {"input": …}`);
  const checked = checkInput(definition.inputs, parsed.data[0]?.input);
  if (checked.ok) return checked.values;
  const complaints = checked.invalidFields.map((f) => `${file}: ${f.field}: ${f.description}`);
  throw new DefinitionError(complaints.join("\n"));
}

function readPart(file: string): Promise<string> {
  return fs.readFile(file, "utf8").catch((cause) => {
    throw new DefinitionError(`${file}: is missing or cannot be read`, { cause });
  });
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new DefinitionError(`${file}: is not valid JSON`, { cause });
  }
}
