import { z } from "zod";
import { inputName } from "../names.ts";

const honeycombQueryOutput = z.strictObject({
  kind: z.literal("honeycomb-query"),
  /** Name of the text-list input whose items are the only columns a query may use. */
  columns: inputName,
});

/** What a model's output is, and so how it is held to its form, checked and shown. */
export const outputDeclaration = z.discriminatedUnion("kind", [honeycombQueryOutput]);
export type OutputDeclaration = z.infer<typeof outputDeclaration>;
