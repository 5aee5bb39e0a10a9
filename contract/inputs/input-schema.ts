import type { InputDeclaration } from "./declaration.ts";

/** The OpenAPI schema of a model's inputs, in the form Cog gives it and Replicate's clients read. */
export function inputJsonSchema(declarations: InputDeclaration[]): Record<string, unknown> {
  const properties = declarations.map((declaration, order) => [
    declaration.name,
    {
      title: declaration.title,
      ...(declaration.help ? { description: declaration.help } : {}),
      "x-order": order,
      ...valueSchema(declaration),
    },
  ]);
  return {
    type: "object",
    title: "Input",
    required: declarations.map(({ name }) => name),
    properties: Object.fromEntries(properties),
  };
}

function valueSchema(declaration: InputDeclaration): Record<string, unknown> {
  switch (declaration.type) {
    case "text":
      return { type: "string", minLength: 1, maxLength: declaration.maxLength };
    case "text-list":
      return {
        type: "array",
        items: { type: "string", minLength: 1, maxLength: declaration.maxItemLength },
        minItems: 1,
        maxItems: declaration.maxItems,
        uniqueItems: true,
      };
  }
}
