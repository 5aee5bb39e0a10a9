import type { JsonSchema } from "../json.ts";
import type { InputDeclaration } from "./declaration.ts";
import { shapeSchema } from "./shape-parts.ts";
import { offeredInputs } from "./values.ts";

/** Key under which a property says what JSON Schema has no word for. */
export const EXTENSION = "x-vitrine";

/** The OpenAPI schema of a model's inputs, in the form Cog gives it and Replicate's clients read; read-schema.ts reads it back. */
export function inputJsonSchema(declarations: InputDeclaration[]): JsonSchema {
  const offered = offeredInputs(declarations);
  return {
    type: "object",
    title: "Input",
    required: offered.filter(isRequired).map(({ name }) => name),
    properties: Object.fromEntries(
      offered.map((declaration, order) => [declaration.name, propertyOf(declaration, order)]),
    ),
  };
}

const isRequired = ({ optional, visibleWhen, default: preset }: InputDeclaration): boolean =>
  !optional && !visibleWhen && preset === undefined;

function propertyOf(declaration: InputDeclaration, order: number): JsonSchema {
  const { title, help, default: preset } = declaration;
  return {
    title,
    ...(help ? { description: help } : {}),
    "x-order": order,
    ...valueSchema(declaration),
    ...(preset === undefined ? {} : { default: preset }),
    [EXTENSION]: unsaid(declaration),
  };
}

/** What the standard keywords say of an input. */
const said = new Set(["name", "title", "help", "default"]);
const saidOfValues = new Set(["minimum", "maximum", "minLength", "maxLength", "pattern"]);

function unsaid(declaration: InputDeclaration): JsonSchema {
  // Of JSON and of a file's text these are limits, and not of the value as it is sent.
  const isOfValue = declaration.type !== "json" && declaration.type !== "file";
  const isSaid = (key: string) => said.has(key) || (isOfValue && saidOfValues.has(key));
  return Object.fromEntries(Object.entries(declaration).filter(([key]) => !isSaid(key)));
}

function valueSchema(declaration: InputDeclaration): JsonSchema {
  const { optional } = declaration;
  switch (declaration.type) {
    case "text": {
      const { minLength = optional ? undefined : 1, maxLength, pattern } = declaration;
      return defined({ type: "string", minLength, maxLength, pattern });
    }
    case "integer":
    case "number": {
      const { type, minimum, maximum } = declaration;
      return defined({ type, minimum, maximum });
    }
    case "boolean":
      return { type: "boolean" };
    case "choice":
      return { type: "string", enum: declaration.options.map(({ value }) => value) };
    case "choice-list": {
      const { options, minItems = optional ? 0 : 1, maxItems } = declaration;
      const items = { type: "string", enum: options.map(({ value }) => value) };
      return defined({ type: "array", items, minItems, maxItems, uniqueItems: true });
    }
    case "text-list": {
      const { maxItems, maxItemLength: maxLength } = declaration;
      const items = { type: "string", minLength: 1, maxLength };
      return { type: "array", items, minItems: optional ? 0 : 1, maxItems, uniqueItems: true };
    }
    case "json":
      return shapeSchema(declaration.schema);
    case "image":
    case "file":
      return { type: "string", format: "uri" };
    case "secret":
      return { type: "string", format: "password", writeOnly: true, "x-cog-secret": true };
  }
}

const defined = (schema: JsonSchema): JsonSchema =>
  Object.fromEntries(Object.entries(schema).filter(([, value]) => value !== undefined));
