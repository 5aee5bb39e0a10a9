import { availableParallelism } from "node:os";
import { z } from "zod";

const count = (name: string, min: number, max: number) =>
  z.coerce
    .number({ error: `${name} must be a whole number from ${min} to ${max}.` })
    .int(`${name} must be a whole number from ${min} to ${max}.`)
    .min(min, `${name} must be at least ${min}.`)
    .max(max, `${name} must be at most ${max}.`);

const modelSentence =
  'VITRINE_ENGINE_MODEL must be JSON like {"name":"smollm2","path":"/data/x.gguf","sha256":"<64 hex digits>"}.';

const model = z
  .string({ error: modelSentence })
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue({ code: "custom", message: modelSentence });
      return z.NEVER;
    }
  })
  .pipe(
    z.strictObject(
      {
        name: z.string().min(1, modelSentence),
        path: z.string().min(1, modelSentence),
        sha256: z.string().regex(/^[0-9a-f]{64}$/, modelSentence),
      },
      { error: modelSentence },
    ),
  );

const settings = z.object({
  VITRINE_ENGINE_PORT: count("VITRINE_ENGINE_PORT", 0, 65_535),
  VITRINE_ENGINE_TOKEN: z
    .string({ error: "VITRINE_ENGINE_TOKEN is missing: set a random string of 16 or more." })
    .min(16, "VITRINE_ENGINE_TOKEN is too short: set a random string of 16 or more."),
  VITRINE_ENGINE_MODEL: model,
  VITRINE_ENGINE_SLOTS: count("VITRINE_ENGINE_SLOTS", 1, 128).default(8),
  VITRINE_ENGINE_CONTEXT: count("VITRINE_ENGINE_CONTEXT", 64, 1_048_576).default(4096),
  VITRINE_ENGINE_THREADS: count("VITRINE_ENGINE_THREADS", 1, 512).default(
    Math.max(1, availableParallelism() - 1),
  ),
  VITRINE_ENGINE_GPU: z
    .enum(["auto", "off"], { error: "VITRINE_ENGINE_GPU must be auto or off." })
    .default("auto"),
});

/** `context` is tokens for each slot. Port 0 takes any free port, told in the `listening` log line. */
export type EngineSettings = {
  port: number;
  token: string;
  model: { name: string; path: string; sha256: string };
  slots: number;
  context: number;
  threads: number;
  gpu: "auto" | "off";
};

/** Throws an Error whose message holds one sentence for each wrong variable. */
export function parseEngineSettings(env: Record<string, string | undefined>): EngineSettings {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
  const parsed = settings.safeParse(present);
  if (!parsed.success) {
    throw new Error([...new Set(parsed.error.issues.map((issue) => issue.message))].join(" "));
  }
  return {
    port: parsed.data.VITRINE_ENGINE_PORT,
    token: parsed.data.VITRINE_ENGINE_TOKEN,
    model: parsed.data.VITRINE_ENGINE_MODEL,
    slots: parsed.data.VITRINE_ENGINE_SLOTS,
    context: parsed.data.VITRINE_ENGINE_CONTEXT,
    threads: parsed.data.VITRINE_ENGINE_THREADS,
    gpu: parsed.data.VITRINE_ENGINE_GPU,
  };
}
