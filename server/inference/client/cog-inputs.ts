import { z } from "zod";
import type { ConstraintKind } from "../dialects/dialect.ts";
import {
  type Constraint,
  EngineError,
  type GenerateRequest,
  type InputSegment,
  type Sampling,
  type Segment,
} from "../engine.ts";

const property = z.looseObject({ type: z.string().optional() });

const document = z.object({
  paths: z.record(z.string(), z.looseObject({})).default({}),
  components: z.object({
    schemas: z.looseObject({ Input: z.object({ properties: z.record(z.string(), property) }) }),
  }),
});

/** What a container takes, by its own description. */
export type CogSchema = {
  inputs: Record<string, z.infer<typeof property>>;
  /** It streams its output as server-sent events. */
  streams: boolean;
  /** A prediction can be given an id, and be canceled by it. */
  takesIds: boolean;
};

/** Reads a container's `/openapi.json`. Throws ZodError for what is none. */
export function readCogSchema(json: unknown): CogSchema {
  const { paths, components } = document.parse(json);
  const post = paths["/predictions"]?.post as { "x-cog-streaming"?: boolean } | undefined;
  return {
    inputs: components.schemas.Input.properties,
    streams: post?.["x-cog-streaming"] === true,
    takesIds: Object.keys(paths).some((path) => /^\/predictions\/\{[^}]+\}$/.test(path)),
  };
}

/** What the authors of language models in Cog call these things, the commonest first. */
const NAMES: Record<keyof Sampling | "prompt" | ConstraintKind, string[]> = {
  prompt: ["prompt", "text", "input"],
  maxTokens: ["max_tokens", "max_new_tokens", "max_length"],
  temperature: ["temperature"],
  topP: ["top_p"],
  topK: ["top_k"],
  minP: ["min_p"],
  repetitionPenalty: ["repetition_penalty", "repeat_penalty"],
  seed: ["seed"],
  stop: ["stop_sequences", "stop"],
  json: ["json_schema", "jsonschema"],
  regex: ["regex"],
  choice: [],
  grammar: ["grammar"],
};

const SAMPLING: (keyof Sampling)[] = [
  "maxTokens",
  "temperature",
  "topP",
  "topK",
  "minP",
  "repetitionPenalty",
  "seed",
  "stop",
];

const nameIn = ({ inputs }: CogSchema, thing: keyof typeof NAMES): string | undefined =>
  NAMES[thing].find((name) => name in inputs);

/** The sampler values that a container has no input for. */
export const unsaidBy = (schema: CogSchema): (keyof Sampling)[] =>
  SAMPLING.filter((name) => !nameIn(schema, name));

/** The kinds of constraint that a container has an input for. */
export const constraintsOf = (schema: CogSchema): ConstraintKind[] =>
  (["grammar", "json", "regex"] as const).filter((kind) => nameIn(schema, kind));

/**
 * A container's input for a request, and what it has no input for: Cog throws unknown ones away without a word. Inputs by
 * name go as they are. Throws EngineError for a container without an input for what is asked.
 */
export function cogInput(schema: CogSchema, request: GenerateRequest) {
  const input: Record<string, unknown> = {};
  const put = (thing: keyof typeof NAMES, value: unknown) => {
    const name = nameIn(schema, thing);
    if (name) input[name] = asTyped(schema.inputs[name]?.type, value);
  };
  for (const name of SAMPLING) put(name, request.sampling[name]);
  const named = namedInputs(schema, request.segments);
  if (named) Object.assign(input, named);
  else {
    if (!nameIn(schema, "prompt"))
      throw new EngineError("bad_request", "The container has no input for a prompt.");
    put("prompt", request.segments.map(({ text }) => text).join(""));
    // Else it would put its own turns around a prompt that has them.
    if ("prompt_template" in schema.inputs) input.prompt_template = "{prompt}";
    if ("system_prompt" in schema.inputs) input.system_prompt = "";
  }
  const { constraint } = request;
  if (constraint.kind !== "none") put(constraint.kind, heldTo(constraint));
  const isHeld = constraint.kind === "none" || nameIn(schema, constraint.kind) !== undefined;
  const dropped = [...unsaidBy(schema), ...(isHeld ? [] : (["constraint"] as const))];
  return { input, dropped };
}

/** The inputs that are to go by their names; null for a prompt. */
function namedInputs({ inputs }: CogSchema, segments: Segment[]): Record<string, unknown> | null {
  const named = segments.filter(({ kind }) => kind === "input");
  if (named.length === 0) return null;
  const entries = named.map(({ text }) => JSON.parse(text) as InputSegment);
  const unknown = entries.find(({ name }) => !(name in inputs));
  if (unknown)
    throw new EngineError("bad_request", `The container has no input called ${unknown.name}.`);
  return Object.fromEntries(entries.map(({ name, value }) => [name, value]));
}

function heldTo(constraint: Exclude<Constraint, { kind: "none" }>): unknown {
  switch (constraint.kind) {
    case "json":
      return constraint.schema;
    case "regex":
      return constraint.pattern;
    case "choice":
      return constraint.options;
    case "grammar":
      return constraint.text;
  }
}

/** Lists go as text with commas and objects as JSON where an input is declared as text. */
function asTyped(type: string | undefined, value: unknown): unknown {
  if (type !== "string" || typeof value === "string") return value;
  return Array.isArray(value) ? value.join(",") : JSON.stringify(value);
}
