import { getLlama, type Llama, LlamaLogLevel } from "node-llama-cpp";
import { log } from "../log.ts";
import type { EngineSettings } from "../settings.ts";

/** The native library, on the GPU that was asked for or the best there is; `auto` falls back to the CPU. */
export async function openLibrary(
  settings: Pick<EngineSettings, "gpu" | "threads">,
): Promise<Llama> {
  const options = {
    build: "never",
    progressLogs: false,
    maxThreads: settings.threads,
    logLevel: LlamaLogLevel.warn,
    logger: (level: LlamaLogLevel, message: string) =>
      log(level === LlamaLogLevel.warn ? "warn" : "error", "llama.cpp", {
        message: message.trim(),
      }),
  } as const;
  if (settings.gpu !== "auto")
    return getLlama({ ...options, gpu: settings.gpu === "off" ? false : settings.gpu });
  try {
    return await getLlama({ ...options, gpu: "auto" });
  } catch {
    log("warn", "no GPU build works here; falling back to the CPU");
    return getLlama({ ...options, gpu: false });
  }
}
