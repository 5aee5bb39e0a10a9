import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { bareEnvironment, bundledEngineSettings } from "#server/env.ts";
import { weightsPath } from "#server/weights.ts";

const ENTRY = fileURLToPath(new URL("../inference/bundled/describe-main.ts", import.meta.url));
const PATIENCE_MS = 60_000;

const description = z.object({
  backend: z.enum(["cuda", "vulkan", "metal", "cpu"]),
  llamaCpp: z.string(),
  devices: z.array(z.string()),
  vram: z.object({ total: z.number(), free: z.number() }).nullable(),
  cpu: z.string(),
  cores: z.number(),
  kernels: z.array(z.string()),
  slots: z.number(),
  context: z.number(),
  threads: z.number(),
  memoryBytes: z.number(),
  weights: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(["base", "adapter"]),
      bytes: z.number(),
      fit: z
        .object({ layers: z.number(), gpuLayers: z.number(), ram: z.number(), vram: z.number() })
        .nullable(),
      reason: z.string().nullable(),
    }),
  ),
});

/** Sizes are in bytes; `fit` is how weights would be loaded, `reason` why they cannot be. */
export type BundledDescription = z.infer<typeof description>;

/** What the bundled engine would run on with so many tokens a slot, told by a process of its own; null if that one fails. */
export async function describeBundled(
  contextLength: number | null,
): Promise<BundledDescription | null> {
  const child = spawn(process.execPath, ["--import", "tsx", ENTRY], {
    stdio: ["ignore", "pipe", "ignore"],
    timeout: PATIENCE_MS,
    killSignal: "SIGKILL",
    env: bareEnvironment({
      ...bundledEngineSettings(),
      VITRINE_ENGINE_FOLDER: path.dirname(weightsPath("")),
      ...(contextLength === null ? {} : { VITRINE_ENGINE_CONTEXT: String(contextLength) }),
      VITRINE_ENGINE_TOKEN: randomBytes(24).toString("base64url"),
    }),
  });
  let said = "";
  child.stdout.on("data", (text) => {
    said += text;
  });
  const [code] = await once(child, "close");
  if (code !== 0) return null;
  return description.parse(JSON.parse(said.trim().split("\n").at(-1) ?? ""));
}
