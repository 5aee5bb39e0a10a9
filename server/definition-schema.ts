import { z } from "zod";
import { modelDefinition } from "#contract/definition.ts";

/** The JSON Schema of a `model.yaml`, for editors that check and complete it; without what the other files give. */
export function definitionSchema(): object {
  const { prompt: _prompt, readme: _readme, examples: _examples, ...shape } = modelDefinition.shape;
  return z.toJSONSchema(z.strictObject(shape), { io: "input", unrepresentable: "any" });
}
