import type { z } from "zod";
import type { DeterminismCertificate } from "#server/inference/engine.ts";
import { log } from "../log.ts";
import { certify } from "./certificate.ts";
import type { Records } from "./records.ts";
import type { Runtime } from "./runtime.ts";

const pauseMs = { first: 300, longest: 60_000 };

/** Certifies each environment once, when nobody else needs the engine; whoever comes goes first. */
export class Certifier {
  private readonly trying = new Map<Runtime, AbortController>();
  private readonly pauses = new WeakMap<Runtime, number>();

  constructor(private readonly records: Records<z.ZodType<DeterminismCertificate>>) {}

  /** To be called when a model was loaded, and whenever it has become idle. */
  begin(runtime: Runtime): void {
    const { environments } = runtime;
    environments.certificate ??= this.records.get(environments.with([]).id);
    if (environments.certificate || this.trying.has(runtime)) return;
    const trying = new AbortController();
    this.trying.set(runtime, trying);
    const timer = setTimeout(
      () => void this.tryOnce(runtime, trying.signal),
      this.pauseBefore(runtime),
    );
    trying.signal.addEventListener("abort", () => clearTimeout(timer));
  }

  /** To be called before a request is run, and before the model is unloaded. */
  interrupt(runtime: Runtime): void {
    this.trying.get(runtime)?.abort(new Error("interrupted"));
    this.trying.delete(runtime);
  }

  private async tryOnce(runtime: Runtime, signal: AbortSignal): Promise<void> {
    const { environments } = runtime;
    try {
      environments.certificate = await certify(runtime, signal);
      this.records.set(environments.with([]).id, environments.certificate);
      log("info", "certified", { model: runtime.id, ...environments.certificate });
      this.trying.delete(runtime);
    } catch (error) {
      // A try that comes to nothing is in the way of others: the next one waits longer.
      this.pauses.set(runtime, Math.min(this.pauseBefore(runtime) * 2, pauseMs.longest));
      if (!signal.aborted) log("warn", "not certified", { message: String(error) });
    }
  }

  private pauseBefore(runtime: Runtime): number {
    return this.pauses.get(runtime) ?? pauseMs.first;
  }
}
