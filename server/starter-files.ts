import { stringify } from "yaml";
import { ZodError } from "zod";
import type { InputDeclaration } from "#contract/inputs/declaration.ts";
import type { JsonShape } from "#contract/inputs/json-shape.ts";
import { type ReadSchema, readInputSchema } from "#contract/inputs/read-schema.ts";
import type { InputValues } from "#contract/inputs/values.ts";
import type { JsonValue } from "#contract/json.ts";
import type { ModelLinks } from "#contract/links.ts";
import type { Visibility } from "#contract/visibility.ts";
import type { Weights } from "#contract/weights.ts";
import type { DefinitionFiles } from "./definition-folder.ts";

/** The field that a model begins with. */
const FIRST_INPUTS: InputDeclaration[] = [
  {
    ...{ name: "question", type: "text", title: "What do you want to know?", maxLength: 500 },
    placeholder: "Why is the sky blue?",
  },
];

type StarterFiles = DefinitionFiles & Required<Pick<DefinitionFiles, "examples.json">>;

/**
 * The form of an OpenAPI document by itself, or within what Replicate's API says of a version or a model; null for what
 * holds no inputs.
 */
export function readForm(text: string): ReadSchema | null {
  try {
    const read = JSON.parse(text) as {
      openapi_schema?: unknown;
      latest_version?: { openapi_schema?: unknown };
    } | null;
    const form = readInputSchema(
      read?.openapi_schema ?? read?.latest_version?.openapi_schema ?? read,
    );
    return form.inputs.length > 0 ? form : null;
  } catch (error) {
    if (error instanceof ZodError || error instanceof SyntaxError) return null;
    throw error;
  }
}

/**
 * The texts of a model that can be published as it is: a form of one field, or that of `form`, over weights that read
 * ChatML. One that takes images, whole files or secrets gives its inputs by name to a container, as `form` is that of one.
 * What `form` has to say about inputs that it leaves out stands in comments.
 */
export function starterFiles(
  name: string,
  {
    weights,
    form,
    description = "What this model does, in a sentence for those who try it.",
    ...known
  }: {
    weights: Weights;
    form?: ReadSchema | undefined;
    description?: string | undefined;
    visibility?: Visibility;
    links?: ModelLinks;
  },
): StarterFiles {
  const inputs = form?.inputs ?? FIRST_INPUTS;
  const title = name.replaceAll("-", " ").replace(/^./, (first) => first.toUpperCase());
  const [first] = inputs;
  const isContainers = inputs.some(isOfContainers);
  const definition = {
    ...{ title, description, ...known },
    weights: isContainers ? CONTAINER : weights,
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
  // A note names what it is about, which may hold line breaks: none may end its comment.
  const notes = form?.notes.map((note) => `# ${note.replace(/\s+/g, " ")}\n`).join("") ?? "";
  return {
    "model.yaml": notes + stringify(definition),
    ...(isContainers ? {} : { "prompt.liquid": chatMl(user) }),
    "README.md": `# ${title}\n\nWhat it does, how to ask it, and what it cannot do.\n`,
    "examples.json": `${JSON.stringify([{ title: "A first one", input: example }], null, 2)}\n`,
  };
}

const chatMl = (user: string): string =>
  `<|im_start|>system\nYou answer briefly.<|im_end|>\n<|im_start|>user\n${user}<|im_end|>\n<|im_start|>assistant\n`;

/** To be replaced by the name that the file at VITRINE_ENGINES has for the container. */
const CONTAINER: Weights = {
  ...{ name: "a-container", license: "unknown", contextLength: 4_096, chatFormat: "inputs" },
};

function isOfContainers(input: InputDeclaration): boolean {
  if (input.type === "file") return input.maxLength === undefined;
  return input.type === "image" || input.type === "secret";
}

const isAsked = ({ optional, fixed, visibleWhen, default: preset }: InputDeclaration): boolean =>
  !optional && !fixed && !visibleWhen && preset === undefined;

/** One grey pixel. */
const SAMPLE_IMAGE =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mNoAAAAggCB2kUIOwAAAABJRU5ErkJggg==";

/** A letter: the shortest file that anyone may ask for. */
const SAMPLE_TEXT = "data:text/plain;base64,YQ==";

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
    case "image":
      return SAMPLE_IMAGE;
    case "file":
      return input.maxLength ? SAMPLE_TEXT : SAMPLE_IMAGE;
    case "secret":
      return "a-secret";
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
