import fs from "node:fs";
import { LineCounter, parseDocument } from "yaml";
import { z } from "zod";
import { BUNDLED, engineName } from "#contract/names.ts";
import { env, SettingError, secretFrom } from "#server/env.ts";
import { dialects } from "./dialects.ts";

/** What a remote engine may be; the bundled one is not listed, `npm start` brings it. */
const remoteDialects = [
  ...Object.keys(dialects).filter((name) => name !== "bundled"),
  "cog",
] as const;

const DEFAULT_SLOTS = 8;

const WEIGHTS =
  "the weights' SHA-256, 64 lower-case hex digits, or their name where the model's definition has no digest";

/** A digest with a digit too few would be a name that no model has. */
const weightsOfModel = z
  .string(WEIGHTS)
  .min(1, WEIGHTS)
  .max(80, WEIGHTS)
  .regex(/^(?:[0-9a-f]{64}|(?![0-9a-fA-F]{40}).*)$/, WEIGHTS);

const adapter = z.union(
  [
    z
      .string()
      .min(1)
      .transform((name) => ({ name })),
    z.strictObject({
      name: z.string().min(1),
      id: z.int().min(0).optional(),
      path: z.string().min(1).optional(),
    }),
  ],
  "the engine's name for it, or {name, id, path}",
);

const servedModel = z.strictObject({
  weights: weightsOfModel,
  base: z.string("the name under which the engine has these weights").min(1),
  contextLength: z.int().min(1).nullable().default(null),
  /** They read images in the user's messages. */
  images: z.boolean("true or false").default(false),
  adapters: z.record(z.string(), adapter).default({}),
});

const engine = z
  .strictObject({
    name: engineName.refine((name) => name !== BUNDLED, {
      message: `another name: ${BUNDLED} is the engine that npm start brings`,
    }),
    address: z
      .string("a URL such as http://10.0.0.5:8000")
      .refine(isHttpUrl, "a URL such as http://10.0.0.5:8000")
      .transform((address) => address.replace(/\/+$/, "")),
    key: z.string().min(1).optional(),
    keyFrom: z
      .string()
      .regex(/^[A-Za-z_]\w*$/, "the name of an environment variable")
      .optional(),
    dialect: z.enum(remoteDialects, `one of ${remoteDialects.join(", ")}`),
    slots: z.int("how many predictions it may run at once").min(1).max(4096).optional(),
    /** Asked for its state only while a prediction waits, so that it can go to sleep. */
    scaleToZero: z.boolean().default(false),
    models: z.array(servedModel, "the weights that it serves").min(1, "at least one"),
  })
  .refine(({ key, keyFrom }) => !(key && keyFrom), {
    message: "either key or keyFrom, not both",
    path: ["key"],
  })
  .superRefine(({ dialect, models }, context) => {
    if (dialect !== "trtllm") return;
    const adapters = models.flatMap((model) => Object.values(model.adapters));
    if (adapters.some((each) => !("id" in each && "path" in each)))
      context.addIssue({
        code: "custom",
        path: ["models"],
        message: "adapters of trtllm as {name, id, path}: it wants all three with every request",
      });
  });

const engines = z
  .strictObject({ engines: z.array(engine, "a list of engines").min(1, "at least one engine") })
  .superRefine(({ engines: list }, context) => {
    const names = list.map(({ name }) => name);
    const double = names.find((name, index) => names.indexOf(name) !== index);
    if (double)
      context.addIssue({
        code: "custom",
        path: ["engines"],
        message: `each engine once: ${double} is there twice`,
      });
  });

/** An engine that somebody else runs, as the file at VITRINE_ENGINES describes it. `slots`: how many predictions at once. */
export type EngineSettings = Omit<z.infer<typeof engine>, "key" | "keyFrom" | "slots"> & {
  key: string | undefined;
  slots: number;
};

/** The engines of the file at VITRINE_ENGINES; none without one. Throws SettingError with a sentence for whoever wrote it. */
export function readEngines(): EngineSettings[] {
  const { VITRINE_ENGINES: file } = env();
  return file ? parseEngines(file, readText(file)) : [];
}

/** Reads such a file's text; `file` is its name for complaints. Throws SettingError. */
export function parseEngines(file: string, text: string): EngineSettings[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const lineOf = (offset: number | undefined) => lines.linePos(offset ?? 0).line;
  const [broken] = document.errors;
  if (broken) throw new SettingError(`${file}:${lineOf(broken.pos[0])}: ${broken.message}`);
  const parsed = engines.safeParse(document.toJS());
  if (parsed.success) return parsed.data.engines.map(withDefaults);
  // Never with the value that was found: it may be a key.
  const complaints = parsed.error.issues.map((issue) => {
    const node = document.getIn(issue.path, true) as { range?: [number, number, number] } | null;
    return `${file}:${lineOf(node?.range?.[0])}: ${issue.path.join(".") || "the file"}: ${needed(issue)}.`;
  });
  throw new SettingError(complaints.join("\n"));
}

function needed(issue: z.core.$ZodIssue): string {
  if (issue.code === "unrecognized_keys") return `does not know ${issue.keys.join(", ")}`;
  return `must be ${issue.message}`;
}

function withDefaults({ key, keyFrom, ...rest }: z.infer<typeof engine>): EngineSettings {
  const secret = keyFrom ? secretFrom(keyFrom) : key;
  if (keyFrom && !secret)
    throw new SettingError(
      `The engine ${rest.name} wants its key from ${keyFrom}, which is not set: set it, or leave keyFrom out.`,
    );
  // A Cog container runs one at a time unless its author says otherwise.
  const slots = rest.slots ?? (rest.dialect === "cog" ? 1 : DEFAULT_SLOTS);
  return { ...rest, slots, key: secret };
}

function readText(file: string): string {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    throw new SettingError(
      `VITRINE_ENGINES names ${file}, which cannot be read: give the path of a file that lists engines.`,
    );
  }
}

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && ["http:", "https:"].includes(new URL(text).protocol);
}
