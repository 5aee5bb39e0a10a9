import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { log } from "./log.ts";
import { Catalog, type CatalogEntry } from "./models/catalog.ts";
import { Certifier } from "./models/certifier.ts";
import { type Host, hashLibraries } from "./models/environment.ts";
import { openLibrary } from "./models/library.ts";
import { ModelPool } from "./models/pool.ts";
import { Records } from "./models/records.ts";
import { estimateBytes, loadRuntime, type Runtime, type Surroundings } from "./models/runtime.ts";
import { StepCounter } from "./models/step-counter.ts";
import { Vetting } from "./models/vetting.ts";
import { RequestError } from "./protocol/errors.ts";
import type { EngineSettings } from "./settings.ts";

const certificate = z.object({
  repeated: z.boolean(),
  batched: z.boolean(),
  chunked: z.boolean(),
  reusedPrefix: z.boolean(),
});

/** Everything that the routes answer from; lives as long as the process. */
export class Engine {
  readonly catalog: Catalog;
  readonly pool: ModelPool;
  readonly counter = new StepCounter();
  private readonly vetting: Vetting;
  private readonly certifier: Certifier;
  private readonly stopping = new AbortController();
  private surroundings: Promise<Surroundings> | null = null;

  constructor(readonly settings: EngineSettings) {
    const { folder, memoryBytes, idleMs, context } = settings;
    this.catalog = new Catalog(folder);
    this.vetting = new Vetting(folder, settings.gpu);
    const certificates = join(folder, "certificates.json");
    this.certifier = new Certifier(new Records(certificates, z.record(z.string(), certificate)));
    const limits = { memoryBytes, idleMs, contextLength: context };
    const loader = {
      examine: async (
        entry: CatalogEntry,
        wish: { contextLength: number; signal: AbortSignal },
      ) => {
        await this.vetting.require(entry, null, wish.signal);
        return estimateBytes(await this.shared(), entry, wish.contextLength);
      },
      load: async (entry: CatalogEntry, wish: Parameters<typeof loadRuntime>[2]) => {
        const runtime = await loadRuntime(await this.shared(), entry, wish);
        this.certifier.begin(runtime);
        return runtime;
      },
    };
    this.pool = new ModelPool(this.catalog, loader, limits);
    this.pool.on("unloading", (runtime) => this.certifier.interrupt(runtime));
  }

  /** Runs a request on a loaded model; `loadMs` is how long it had to wait for the weights. Throws RequestError. */
  async use<Result>(
    model: string,
    signal: AbortSignal,
    work: (runtime: Runtime, loadMs: number) => Promise<Result>,
  ): Promise<Result> {
    if (this.stopping.signal.aborted) throw this.stopping.signal.reason;
    return this.pool.use(model, signal, async (runtime, loadMs) => {
      this.certifier.interrupt(runtime);
      try {
        return await work(runtime, loadMs);
      } finally {
        const { running, waiting } = runtime.scheduler.load;
        if (running + waiting === 0) this.certifier.begin(runtime);
      }
    });
  }

  /** An adapter's file. Throws RequestError. */
  requireAdapter(id: string): CatalogEntry {
    const entry = this.catalog.find(id);
    if (entry?.kind === "adapter") return entry;
    throw new RequestError("not_found_error", `There is no adapter ${id} here.`);
  }

  /** Frees an adapter's memory beside every base, once the requests that use it are done. */
  async dropAdapter(id: string): Promise<void> {
    const runtimes = this.pool.loaded.flatMap(({ runtime }) => runtime ?? []);
    await Promise.all(
      runtimes.map(({ adapters, scheduler }) =>
        adapters.unload(id, () => scheduler.withdrawAdapters()),
      ),
    );
  }

  get load(): { running: number; waiting: number } {
    const loads = this.pool.loaded.flatMap(({ runtime }) => runtime?.scheduler.load ?? []);
    return {
      running: loads.reduce((sum, { running }) => sum + running, 0),
      waiting: loads.reduce((sum, { waiting }) => sum + waiting, 0),
    };
  }

  /** Aborts with an error to answer with, once the process has been told to end. */
  get stopSignal(): AbortSignal {
    return this.stopping.signal;
  }

  /** Ends all requests; resolves when the native side is idle, or after a second. */
  async stop(): Promise<boolean> {
    const reason = new RequestError("unavailable_error", "The engine is stopping.");
    this.stopping.abort(reason);
    this.pool.stop(reason);
    const closed = this.pool.loaded.map(({ runtime }) => runtime?.scheduler.close(reason));
    const isIdle = Promise.all(closed).then(() => !this.pool.isLoading);
    return Promise.race([isIdle, delay(1_000).then(() => false)]);
  }

  private shared(): Promise<Surroundings> {
    this.surroundings ??= this.open();
    return this.surroundings;
  }

  private async open(): Promise<Surroundings> {
    const { settings, counter } = this;
    const llama = await openLibrary(settings);
    const host: Host = {
      libraries: await hashLibraries(),
      gpus: llama.gpu ? await llama.getGpuDeviceNames() : [],
    };
    log("info", "library", { backend: llama.gpu || "cpu" });
    const vetAdapter = (base: CatalogEntry, adapter: CatalogEntry) =>
      this.vetting.require(base, adapter, this.stopping.signal);
    return { settings, llama, host, counter, vetAdapter };
  }
}
