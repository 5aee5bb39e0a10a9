import { setTimeout as delay } from "node:timers/promises";
import { RequestError } from "./errors.ts";
import { BadWeightsError } from "./gguf-reader.ts";
import { log } from "./log.ts";
import type { EngineSettings } from "./settings.ts";
import { loadRuntime, type Runtime } from "./weights.ts";

/** `progress` is 0 to 1, null before loading has begun to tell. */
export type EngineStatus =
  | { value: "loading"; progress: number | null }
  | { value: "loaded"; progress: 1 }
  | { value: "failed"; progress: null; reason: string };

/** The weights from loading to the end of the process. */
export class LoadedEngine {
  status: EngineStatus = { value: "loading", progress: null };
  private loaded: Runtime | null = null;
  private readonly stopping = new AbortController();

  constructor(readonly settings: EngineSettings) {}

  /** Never rejects: a failure is a state. */
  async load(): Promise<void> {
    const startedAt = performance.now();
    const onProgress = (progress: number) => {
      if (this.status.value === "loading") this.status = { value: "loading", progress };
    };
    try {
      this.loaded = await loadRuntime(this.settings, onProgress, this.stopping.signal);
      this.status = { value: "loaded", progress: 1 };
      log("info", "loaded", { ms: Math.round(performance.now() - startedAt) });
    } catch (error) {
      this.status = { value: "failed", progress: null, reason: failureReason(error) };
      log("error", "load failed", { message: error instanceof Error ? error.message : "unknown" });
    }
  }

  /** Null while loading and after a failure. */
  get runtime(): Runtime | null {
    return this.loaded;
  }

  /** Throws RequestError (unavailable_error) while the weights are not there. */
  requireRuntime(): Runtime {
    if (this.stopping.signal.aborted) throw this.stopping.signal.reason;
    if (this.loaded) return this.loaded;
    const { status } = this;
    const reason = status.value === "failed" ? status.reason : "Loading model";
    throw new RequestError("unavailable_error", reason);
  }

  /** Aborts with an error to answer with, once the process has been told to end. */
  get stopSignal(): AbortSignal {
    return this.stopping.signal;
  }

  /** Ends all requests; resolves when the native side is idle, or after a second. */
  async stop(): Promise<boolean> {
    this.stopping.abort(new RequestError("unavailable_error", "The engine is stopping."));
    const deadline = performance.now() + 1_000;
    const isIdle = () =>
      this.status.value !== "loading" && (this.loaded?.scheduler.load.running ?? 0) === 0;
    while (!isIdle() && performance.now() < deadline) await delay(10);
    return isIdle();
  }
}

function failureReason(error: unknown): string {
  if (error instanceof BadWeightsError) return error.message;
  const message = error instanceof Error ? error.message : "";
  if (/memory/i.test(message)) return "There is not enough memory to load the weights.";
  return "The engine could not start; its log says why.";
}
