import { availableParallelism, tmpdir, totalmem } from "node:os";
import { z } from "zod";

const count = (name: string, min: number, max: number) =>
  z.coerce
    .number({ error: `${name} must be a whole number from ${min} to ${max}.` })
    .int(`${name} must be a whole number from ${min} to ${max}.`)
    .min(min, `${name} must be at least ${min}.`)
    .max(max, `${name} must be at most ${max}.`);

const settings = z.object({
  VITRINE_ENGINE_PORT: count("VITRINE_ENGINE_PORT", 0, 65_535).default(8080),
  VITRINE_ENGINE_HOST: z.string().default("127.0.0.1"),
  VITRINE_ENGINE_SOCKET: z.string().optional(),
  VITRINE_ENGINE_TOKEN: z
    .string({ error: "VITRINE_ENGINE_TOKEN is missing: set a random string of 16 or more." })
    .min(16, "VITRINE_ENGINE_TOKEN is too short: set a random string of 16 or more."),
  VITRINE_ENGINE_FOLDER: z.string({
    error: "VITRINE_ENGINE_FOLDER is missing: name the folder that holds the GGUF files.",
  }),
  VITRINE_ENGINE_SCRATCH: z.string().default(tmpdir()),
  VITRINE_ENGINE_PRELOAD: z.string().optional(),
  VITRINE_ENGINE_SLOTS: count("VITRINE_ENGINE_SLOTS", 1, 128).default(8),
  VITRINE_ENGINE_CONTEXT: count("VITRINE_ENGINE_CONTEXT", 64, 1_048_576).default(4096),
  // A thread on every core spins for its share whenever anything else runs, and all the others wait for it.
  VITRINE_ENGINE_THREADS: count("VITRINE_ENGINE_THREADS", 1, 512).default(
    Math.max(1, availableParallelism() - 1),
  ),
  VITRINE_ENGINE_GPU: z
    .enum(["auto", "off", "cuda", "vulkan", "metal"], {
      error: "VITRINE_ENGINE_GPU must be auto, off, cuda, vulkan or metal.",
    })
    .default("auto"),
  VITRINE_ENGINE_MEMORY_MB: count("VITRINE_ENGINE_MEMORY_MB", 1, 16_777_216).default(
    Math.floor((totalmem() / 2 ** 20) * 0.7),
  ),
  VITRINE_ENGINE_IDLE_MINUTES: z.coerce
    .number({ error: "VITRINE_ENGINE_IDLE_MINUTES must be a number of minutes, 0 for never." })
    .min(0, "VITRINE_ENGINE_IDLE_MINUTES must be 0 (never) or more.")
    .default(30),
});

/**
 * `context` is tokens for each slot, `memoryBytes` the budget that loaded models share, `idleMs` after how long without a
 * request a model is unloaded (0: never), `scratch` a folder for what slots remember while others use them. Port 0 takes any
 * free port, told in the `listening` log line.
 */
export type EngineSettings = {
  address: { port: number; host: string } | { socket: string };
  token: string;
  folder: string;
  scratch: string;
  preload: string | null;
  slots: number;
  context: number;
  threads: number;
  gpu: "auto" | "off" | "cuda" | "vulkan" | "metal";
  memoryBytes: number;
  idleMs: number;
};

/** Throws an Error whose message holds one sentence for each wrong variable. */
export function parseEngineSettings(env: Record<string, string | undefined>): EngineSettings {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
  const parsed = settings.safeParse(present);
  if (!parsed.success) {
    throw new Error([...new Set(parsed.error.issues.map((issue) => issue.message))].join(" "));
  }
  const found = parsed.data;
  return {
    address: found.VITRINE_ENGINE_SOCKET
      ? { socket: found.VITRINE_ENGINE_SOCKET }
      : { port: found.VITRINE_ENGINE_PORT, host: found.VITRINE_ENGINE_HOST },
    token: found.VITRINE_ENGINE_TOKEN,
    folder: found.VITRINE_ENGINE_FOLDER,
    scratch: found.VITRINE_ENGINE_SCRATCH,
    preload: found.VITRINE_ENGINE_PRELOAD ?? null,
    slots: found.VITRINE_ENGINE_SLOTS,
    context: found.VITRINE_ENGINE_CONTEXT,
    threads: found.VITRINE_ENGINE_THREADS,
    gpu: found.VITRINE_ENGINE_GPU,
    memoryBytes: found.VITRINE_ENGINE_MEMORY_MB * 2 ** 20,
    idleMs: found.VITRINE_ENGINE_IDLE_MINUTES * 60_000,
  };
}
