import fs from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { stringify } from "yaml";
import { ZodError } from "zod";
import type { InputDeclaration } from "#contract/inputs/declaration.ts";
import type { JsonShape } from "#contract/inputs/json-shape.ts";
import { readInputSchema } from "#contract/inputs/read-schema.ts";
import type { InputValues } from "#contract/inputs/values.ts";
import type { JsonValue } from "#contract/json.ts";
import { slug } from "#contract/names.ts";
import type { Weights } from "#contract/weights.ts";
import { readDefinition } from "./definition-folder.ts";
import { definitionSchema } from "./definition-schema.ts";
import { SettingError } from "./env.ts";
import { say } from "./launch/terminal.ts";

/** Whose weights are in the store since the first start. */
const SHIPPED = fileURLToPath(new URL("../models/honeycomb-nlq", import.meta.url));
const FETCH_TIMEOUT_MS = 10_000;
const SCHEMA_BYTES_MAX = 2_000_000;

/** The field that a model begins with. */
const FIRST_INPUTS: InputDeclaration[] = [
  {
    ...{ name: "question", type: "text", title: "What do you want to know?", maxLength: 500 },
    placeholder: "Why is the sky blue?",
  },
];

/**
 * `new` of the command line: a folder that can be published as it is, with a form of one field or with that of a Cog
 * container or Replicate model, whose schema `from` names as a file or an address. Throws SettingError.
 */
export async function runNewCommand(folder: string, from: string | undefined): Promise<void> {
  const name = path.basename(folder);
  if (!slug.safeParse(name).success)
    throw new SettingError(`${name}: a model's name may hold lower-case letters, digits, -`);
  const { inputs, notes } = from
    ? readForm(await readDocument(from), from)
    : { inputs: FIRST_INPUTS, notes: [] };
  const { weights } = await readDefinition(SHIPPED);
  await fs.mkdir(path.dirname(folder), { recursive: true });
  await fs.mkdir(folder).catch((cause) => {
    throw new SettingError(`${folder} is there already: choose another name`, { cause });
  });
  for (const [file, text] of Object.entries(filesFor(name, inputs, weights)))
    await fs.writeFile(path.join(folder, file), text);
  for (const note of notes) say(`! ${note}`);
  say(`Made ${folder}. Edit what is in it, and publish it while Vitrine runs:`);
  say(`  npm run vitrine -- publish ${folder} --owner YOUR-NAME`);
}

function readForm(document: unknown, from: string) {
  try {
    const form = readInputSchema(document);
    if (form.inputs.length > 0) return form;
  } catch (error) {
    if (!(error instanceof ZodError)) throw error;
  }
  throw new SettingError(
    `${from}: holds no inputs; it is an OpenAPI document with an Input schema`,
  );
}

/** An OpenAPI document by itself, or within what Replicate's API says of a version or a model. */
async function readDocument(from: string): Promise<unknown> {
  const read = JSON.parse(await readText(from).catch(refuse(from))) as {
    openapi_schema?: unknown;
    latest_version?: { openapi_schema?: unknown };
  };
  return read.openapi_schema ?? read.latest_version?.openapi_schema ?? read;
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

function filesFor(
  name: string,
  inputs: InputDeclaration[],
  weights: Weights,
): Record<string, string> {
  const title = name.replaceAll("-", " ").replace(/^./, (first) => first.toUpperCase());
  const [first] = inputs;
  const definition = {
    ...{ title, description: "What this model does, in a sentence for those who try it." },
    weights,
    sampling: {
      ...{ maxTokens: 256, temperature: 0, topP: 1, topK: 0, minP: 0 },
      ...{ repetitionPenalty: 1.1, seed: 1, stop: [] },
    },
    ...{ inputs, output: { kind: "text" } },
  };
  const lines = inputs.map((input) => `${input.title}: {{ ${input.name} | json }}`);
  const user = inputs.length === 1 && first ? `{{ ${first.name} }}` : lines.join("\n");
  const example = Object.fromEntries(
    inputs.filter(isAsked).map((input) => [input.name, sampleOf(input)]),
  );
  return {
    "model.yaml": `# yaml-language-server: $schema=model.schema.json\n${stringify(definition)}`,
    "model.schema.json": `${JSON.stringify(definitionSchema(), null, 2)}\n`,
    "prompt.liquid": `<|im_start|>system\nYou answer briefly.<|im_end|>\n<|im_start|>user\n${user}<|im_end|>\n<|im_start|>assistant\n`,
    "README.md": `# ${title}\n\nWhat it does, how to ask it, and what it cannot do.\n`,
    "examples.json": `${JSON.stringify([{ title: "A first one", input: example }], null, 2)}\n`,
  };
}

const isAsked = ({ optional, fixed, visibleWhen, default: preset }: InputDeclaration): boolean =>
  !optional && !fixed && !visibleWhen && preset === undefined;

/** A value that the input takes, to be replaced by a better one. */
function sampleOf(input: InputDeclaration): InputValues[string] {
  switch (input.type) {
    case "text":
      return (input.placeholder ?? `An example of ${input.title}`).slice(0, input.maxLength);
    case "integer":
    case "number":
      return input.minimum ?? Math.min(1, input.maximum ?? 1);
    case "boolean":
      return true;
    case "choice":
      return input.options[0]?.value ?? "";
    case "choice-list":
      return input.options.slice(0, input.minItems ?? 1).map(({ value }) => value);
    case "text-list":
      return ["one"];
    case "json":
      return sampleOfShape(input.schema);
  }
}

function sampleOfShape(shape: JsonShape): JsonValue {
  switch (shape.type) {
    case "object":
      return Object.fromEntries(
        Object.entries(shape.properties).map(([key, part]) => [key, sampleOfShape(part)]),
      );
    case "array":
      return Array.from({ length: shape.minItems ?? 1 }, () => sampleOfShape(shape.items));
    case "string":
      return shape.enum?.[0] ?? "text".padEnd(shape.minLength ?? 0, "t");
    case "boolean":
      return true;
    case "integer":
    case "number":
      return shape.minimum ?? Math.min(1, shape.maximum ?? 1);
  }
}
