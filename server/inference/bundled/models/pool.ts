import { EventEmitter } from "node:events";
import { InsufficientMemoryError } from "node-llama-cpp";
import { BadWeightsError } from "#server/gguf/reader.ts";
import { log } from "../log.ts";
import { RequestError } from "../protocol/errors.ts";
import type { Catalog, CatalogEntry } from "./catalog.ts";
import { IdleClock } from "./idle-clock.ts";
import type { Runtime } from "./runtime.ts";

/** `progress` is 0 to 1, null before loading has begun to tell. */
export type ModelStatus =
  | { value: "unloaded" }
  | { value: "loading"; progress: number | null }
  | { value: "loaded" }
  | { value: "failed"; reason: string };

/** What the pool keeps of a model, loaded or not. Times are of `Date.now()`; `users` are requests under way. */
export type PooledModel = {
  readonly id: string;
  status: ModelStatus;
  runtime: Runtime | null;
  contextLength: number | null;
  stamp: string | null;
  keep: boolean;
  users: number;
  lastUsedAt: number | null;
  loadMs: number | null;
};

type Limits = { memoryBytes: number; idleMs: number; contextLength: number };
type Wish = { contextLength: number; onProgress(progress: number): void; signal: AbortSignal };
type Loader = {
  /** Bytes that it would take. Throws BadWeightsError for a file that must not be loaded. */
  examine(entry: CatalogEntry, wish: Wish): Promise<number>;
  load(entry: CatalogEntry, wish: Wish): Promise<Runtime>;
};
type Events = { status: [PooledModel]; unloading: [Runtime] };

/**
 * Several models in one memory: they load on first use, one at a time; the least recently used goes when the budget is
 * spent, and whoever is idle for long goes too. What is in use or kept stays.
 */
export class ModelPool extends EventEmitter<Events> {
  private readonly models = new Map<string, PooledModel>();
  private loading: Promise<unknown> = Promise.resolve();
  private readonly stopping = new AbortController();
  private readonly idleClock: IdleClock;

  constructor(
    private readonly catalog: Pick<Catalog, "find">,
    private readonly loader: Loader,
    private readonly limits: Limits,
  ) {
    super();
    this.setMaxListeners(0);
    const idle = () => this.idle().map((model) => ({ model, since: model.lastUsedAt ?? 0 }));
    this.idleClock = new IdleClock(limits.idleMs, idle, (model) => this.drop(model));
  }

  /** What is known of a model, whether it has ever been asked for or not. */
  stateOf(id: string): PooledModel {
    const model = this.models.get(id) ?? {
      ...{ id, status: { value: "unloaded" as const }, runtime: null, contextLength: null },
      ...{ stamp: null, keep: false, users: 0, lastUsedAt: null, loadMs: null },
    };
    this.models.set(id, model);
    return model;
  }

  get loaded(): PooledModel[] {
    return [...this.models.values()].filter(({ runtime }) => runtime !== null);
  }

  get isLoading(): boolean {
    return [...this.models.values()].some(({ status }) => status.value === "loading");
  }

  /**
   * Runs something on a loaded model, loading it first if need be; meanwhile it is not unloaded. Throws RequestError if
   * there is no such model or it cannot be loaded.
   */
  async use<Result>(
    id: string,
    signal: AbortSignal,
    work: (runtime: Runtime, loadMs: number) => Promise<Result>,
  ): Promise<Result> {
    const model = this.stateOf(id);
    model.users += 1;
    const startedAt = performance.now();
    try {
      const runtime =
        model.runtime ?? (await untilAborted(this.load(id, { isWanted: false }), signal));
      return await work(runtime, performance.now() - startedAt);
    } finally {
      model.users -= 1;
      this.touch(model);
    }
  }

  /**
   * Loads a model, or loads it again with more context once nobody uses it. `isWanted`: tries again what failed before.
   * Throws RequestError.
   */
  load(
    id: string,
    wish: { contextLength?: number; keep?: boolean; isWanted: boolean },
  ): Promise<Runtime> {
    const model = this.stateOf(id);
    if (wish.keep !== undefined) model.keep = wish.keep;
    const entry = this.require(id);
    const hasChanged = model.stamp !== entry.stamp;
    if (model.status.value === "failed" && !wish.isWanted && !hasChanged)
      return Promise.reject(new RequestError("unavailable_error", model.status.reason));
    const contextLength = wish.contextLength ?? model.contextLength ?? this.limits.contextLength;
    const isEnough = (model.contextLength ?? 0) >= contextLength || model.users > 0;
    if (model.runtime && isEnough) return Promise.resolve(model.runtime);
    if (model.status.value !== "loaded") this.change(model, { value: "loading", progress: null });
    const turn = this.loading.then(() => this.loadNow(model, entry, contextLength));
    this.loading = turn.catch(() => {});
    return turn;
  }

  /** Frees a model's memory. Throws RequestError while requests are under way. */
  async unload(id: string): Promise<void> {
    this.require(id);
    const model = this.stateOf(id);
    if (model.users > 0)
      throw new RequestError("invalid_request_error", `${id} is in use; try again later.`);
    await this.drop(model);
  }

  /** Ends loads under way. */
  stop(reason: Error): void {
    this.idleClock.stop();
    this.stopping.abort(reason);
  }

  private require(id: string): CatalogEntry {
    const entry = this.catalog.find(id);
    if (entry?.kind === "base") return entry;
    throw new RequestError("not_found_error", `There is no model ${id} here.`);
  }

  private async loadNow(
    model: PooledModel,
    entry: CatalogEntry,
    contextLength: number,
  ): Promise<Runtime> {
    if (model.runtime && (model.contextLength ?? 0) >= contextLength) return model.runtime;
    const startedAt = performance.now();
    const onProgress = (progress: number) => this.change(model, { value: "loading", progress });
    const wish = { contextLength, onProgress, signal: this.stopping.signal };
    try {
      await this.drop(model);
      model.stamp = entry.stamp;
      const bytes = await this.loader.examine(entry, wish);
      await this.makeRoom(bytes);
      onProgress(0);
      model.runtime = await this.loader.load(entry, wish);
    } catch (error) {
      const reason = failureReason(error);
      if (error instanceof NoRoomError) model.stamp = null; // not the file's fault: the next request tries again
      log("error", "load failed", { model: model.id, message: String(error) });
      this.change(model, { value: "failed", reason });
      throw new RequestError("unavailable_error", reason);
    }
    model.contextLength = contextLength;
    model.loadMs = performance.now() - startedAt;
    log("info", "loaded", { model: model.id, ms: Math.round(model.loadMs) });
    this.change(model, { value: "loaded" });
    this.touch(model);
    return model.runtime;
  }

  /** Unloads the least recently used until so many bytes fit; what is kept or in use is left, and so may be too much. */
  private async makeRoom(bytes: number): Promise<void> {
    for (;;) {
      const used = this.loaded.reduce((sum, { runtime }) => sum + (runtime?.memoryBytes() ?? 0), 0);
      if (used + bytes <= this.limits.memoryBytes) return;
      const [oldest] = this.idle();
      if (!oldest) throw new NoRoomError(noRoom(bytes + used, this.limits.memoryBytes));
      await this.drop(oldest);
    }
  }

  /** The map keeps the order of last use. */
  private touch(model: PooledModel): void {
    model.lastUsedAt = Date.now();
    this.models.delete(model.id);
    this.models.set(model.id, model);
    this.idleClock.wind();
  }

  /** The least recently used first. */
  private idle(): PooledModel[] {
    return this.loaded.filter(({ users, keep }) => users === 0 && !keep);
  }

  private async drop(model: PooledModel): Promise<void> {
    const { runtime } = model;
    if (!runtime) return;
    model.runtime = null;
    this.emit("unloading", runtime);
    this.change(model, { value: "unloaded" });
    await runtime.dispose();
    log("info", "unloaded", { model: model.id });
  }

  private change(model: PooledModel, status: ModelStatus): void {
    model.status = status;
    this.emit("status", model);
  }
}

/** The load goes on for others when one who waited for it leaves. */
function untilAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  work.catch(() => {}); // may fail when nobody waits any more
  return new Promise((resolve, reject) => {
    const leave = () => reject(signal.reason);
    if (signal.aborted) return leave();
    signal.addEventListener("abort", leave, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", leave));
  });
}

function noRoom(needed: number, budget: number): string {
  const [needs, may] = [needed, budget].map((bytes) => Math.ceil(bytes / 2 ** 20));
  return `Loading it would take ${needs} MB, and the engine may use ${may}: unload another model, or raise VITRINE_ENGINE_MEMORY_MB.`;
}

class NoRoomError extends Error {}

function failureReason(error: unknown): string {
  const isTold = [BadWeightsError, RequestError, NoRoomError].some((kind) => error instanceof kind);
  if (isTold && error instanceof Error) return error.message;
  const message = error instanceof Error ? error.message : "";
  if (error instanceof InsufficientMemoryError || /memory/i.test(message))
    return "There is not enough memory to load the weights.";
  return "The engine could not load the weights; its log says why.";
}
