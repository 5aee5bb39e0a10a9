import { z } from "zod";

/** A setting that cannot be used; the message is a sentence for whoever set it. */
export class SettingError extends Error {
  override name = "SettingError";
}

const port = z.coerce.number("a whole number from 0 to 65535").int().min(0).max(65_535);

const count = z.coerce.number("a whole number of 1 or more").int().min(1);

const url = (protocols: string[], example: string) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    error: `a URL such as ${example}`,
  });

const settings = z.object({
  PORT: port.default(3000),
  HOST: z.string().default("127.0.0.1"),
  PUBLIC_URL: url(["http:", "https:"], "https://models.example.org").optional(),
  DATABASE_URL: url(
    ["postgres:", "postgresql:"],
    "postgresql://user:password@host:5432/name",
  ).optional(),
  VITRINE_DATA: z.string().default("./data"),
  HF_ENDPOINT: url(["http:", "https:"], "https://huggingface.co").default("https://huggingface.co"),
  /** Where traces go; what else OpenTelemetry's own settings say holds as well. */
  OTEL_EXPORTER_OTLP_ENDPOINT: url(["http:", "https:"], "http://127.0.0.1:4318").optional(),
  /** Whether each request is a line in the log. */
  VITRINE_ACCESS_LOG: z.enum(["on", "off"], "on or off").default("off"),
  // Set by `npm start` for the web process that it starts.
  VITRINE_ENGINE_URL: url(["http:", "https:"], "http://127.0.0.1:8080").optional(),
  VITRINE_ENGINE_TOKEN: z.string().optional(),
  VITRINE_ENGINES: z.string().optional(),
  /** How many proxies of ours add to X-Forwarded-For; without, what it says counts for nothing. */
  VITRINE_TRUSTED_PROXIES: z.coerce.number("a whole number").int().min(0).max(10).default(0),
  /** Webhooks go to the public internet alone unless this allows more. */
  VITRINE_PRIVATE_WEBHOOKS: z.enum(["allow", "refuse"], "allow or refuse").default("refuse"),
  // For the bundled engine that `npm start` starts.
  VITRINE_ENGINE_SLOTS: count.optional(),
  VITRINE_ENGINE_THREADS: count.optional(),
  VITRINE_ENGINE_GPU: z
    .enum(["auto", "off", "cuda", "vulkan", "metal"], "auto, off, cuda, vulkan or metal")
    .optional(),
  VITRINE_ENGINE_MEMORY_MB: count.optional(),
  VITRINE_ENGINE_IDLE_MINUTES: z.coerce
    .number("a number of minutes, 0 for never")
    .min(0)
    .optional(),
  VITRINE_OWNER_KEY: z.string().min(32, "at least 32 characters").optional(),
});

export type Env = z.infer<typeof settings>;

/** Reads every setting from the environment; an empty value counts as unset. Throws SettingError on the first wrong one. */
function readEnv(source: NodeJS.ProcessEnv = process.env): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const parsed = settings.safeParse(given);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const name = String(issue?.path[0]);
  // A DATABASE_URL may hold a password: never repeat it.
  const value =
    name === "PORT" || name === "PUBLIC_URL" ? ` is “${given[name]}”` : " is not usable";
  throw new SettingError(`${name}${value}: give ${issue?.message}.`);
}

/** Vitrine tells nobody anything: no requests but those a person asks for. */
const QUIET_NEXT = { NEXT_TELEMETRY_DISABLED: "1" };

let current: Env | undefined;

/** The settings of this process, read once. */
export function env(): Env {
  current ??= readEnv();
  return current;
}

/** A secret that another setting names, so that it stands in no file; undefined where it is unset or empty. */
export const secretFrom = (name: string): string | undefined => process.env[name] || undefined;

/** Whether pages are compiled as they are asked for: `npm run dev`. */
export const isDevelopment = (): boolean => process.env.NODE_ENV === "development";

/** Adds what the launcher found out by itself, such as the address of the database it started. */
export function amendEnv(found: Partial<Env>): void {
  current = { ...env(), ...found };
}

/** The web process leaves in an order of its own (`server/web.ts`). */
const OWN_EXIT = { NEXT_MANUAL_SIG_HANDLE: "true" };

/** The environment of the web process: ours with the settings as amended. */
export function webEnvironment(mode: "development" | "production"): NodeJS.ProcessEnv {
  const set = Object.entries(env()).filter(([, value]) => value !== undefined);
  const settingsAsText = Object.fromEntries(set.map(([name, value]) => [name, String(value)]));
  return { ...process.env, ...settingsAsText, ...QUIET_NEXT, ...OWN_EXIT, NODE_ENV: mode };
}

/** What is set for the bundled engine, as its process reads it. */
export function bundledEngineSettings(): Record<string, string> {
  const tuning = /^VITRINE_ENGINE_(SLOTS|THREADS|GPU|MEMORY_MB|IDLE_MINUTES)$/;
  const set = Object.entries(env()).filter(
    ([name, value]) => tuning.test(name) && value !== undefined,
  );
  return Object.fromEntries(set.map(([name, value]) => [name, String(value)]));
}

/** The npm that started us, if one did. */
export const npmProgram = (): string | undefined => process.env.npm_execpath;

/** The environment handed to a child process: what an operating system needs, and none of our secrets. */
export function bareEnvironment(extra: Record<string, string> = {}): NodeJS.ProcessEnv {
  const system =
    /^(PATH|HOME|LANG|LC_.*|TZ|TMPDIR|TEMP|TMP|USER|LOGNAME|SystemRoot|NODE_OPTIONS|LD_LIBRARY_PATH)$/;
  const hardware = /^(CUDA|GGML|VK|VULKAN|METAL|HIP|ROCR)_/;
  const kept = Object.entries(process.env).filter(
    ([name]) => system.test(name) || hardware.test(name),
  );
  return { NODE_ENV: "production", ...QUIET_NEXT, ...Object.fromEntries(kept), ...extra };
}
