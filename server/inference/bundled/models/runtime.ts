import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import {
  GgufInsights,
  InsufficientMemoryError,
  type Llama,
  type LlamaContext,
  type LlamaModel,
  readGgufFileInfo,
} from "node-llama-cpp";
import { type GgufHeader, readGgufHeader } from "#server/gguf/file.ts";
import { BadWeightsError } from "#server/gguf/reader.ts";
import { Grammars } from "../constraints/grammars.ts";
import { log } from "../log.ts";
import { type Native, nativeObjects } from "../native.ts";
import { RequestError } from "../protocol/errors.ts";
import { Scheduler } from "../scheduling/scheduler.ts";
import { SlotMemory } from "../scheduling/slot-memory.ts";
import type { EngineSettings } from "../settings.ts";
import { Tokenizer } from "../text/tokenizer.ts";
import { Adapters, fileDigest } from "./adapters.ts";
import type { CatalogEntry } from "./catalog.ts";
import { Environments, type Host } from "./environment.ts";
import type { StepCounter } from "./step-counter.ts";

/** Everything a request needs once weights are loaded. `contextLength` is tokens for each slot. */
export type Runtime = {
  id: string;
  native: Native;
  tokenizer: Tokenizer;
  grammars: Grammars;
  scheduler: Scheduler;
  adapters: Adapters;
  environments: Environments;
  header: GgufHeader;
  contextLength: number;
  mayReusePrefix: boolean;
  /** Jinja, as the file has it. */
  chatTemplate: string | null;
  /** What chat templates know by name. */
  specialTokens: { bos_token: string; eos_token: string };
  build: string;
  /** Bytes of weights, context and adapters. */
  memoryBytes(): number;
  dispose(): Promise<void>;
};

/** What all runtimes of this process have in common. */
export type Surroundings = {
  settings: EngineSettings;
  llama: Llama;
  host: Host;
  counter: StepCounter;
  vetAdapter(base: CatalogEntry, adapter: CatalogEntry): Promise<void>;
};

const promptTokensPerStep = 512;
// With a token for each generating slot beside them.
const batchTokens = 512 + 128;
const stepsPerTurn = 8;
const queueMax = 256;
const stallMs = 120_000;

/** Bytes that weights and context would take, by the library's reckoning. For files that were vetted. */
export async function estimateBytes(
  { llama, settings }: Surroundings,
  entry: CatalogEntry,
  contextLength: number,
): Promise<number> {
  const info = await readGgufFileInfo(entry.path, { logWarnings: false });
  const insights = await GgufInsights.from(info, llama);
  const { cpuRam, gpuVram } = await insights.estimateContextResourceRequirementsV2({
    contextSize: Math.min(contextLength, insights.trainContextSize ?? contextLength),
    modelGpuLayers: llama.gpu ? insights.totalLayers : 0,
    batchSize: batchTokens,
    sequences: settings.slots,
  });
  return entry.bytes + cpuRam + gpuVram;
}

/** Loads weights; `onProgress` gets 0 to 1. Throws BadWeightsError, or whatever the library throws. */
export async function loadRuntime(
  around: Surroundings,
  entry: CatalogEntry,
  wish: { contextLength: number; onProgress(progress: number): void; signal: AbortSignal },
): Promise<Runtime> {
  const header = readGgufHeader(entry.path);
  const isDigest = /^[0-9a-f]{64}$/.test(entry.id);
  const digest = isDigest ? Promise.resolve(entry.id) : fileDigest(entry.path);
  const model = await loadModel(around, entry, wish);
  try {
    const context = await model.createContext({
      sequences: around.settings.slots,
      contextSize: Math.min(wish.contextLength, model.trainContextSize),
      batchSize: batchTokens,
      threads: around.settings.threads,
      createSignal: wish.signal,
    });
    return assemble(around, entry, { model, context, header, sha256: await digest });
  } catch (error) {
    await model.dispose();
    throw error;
  }
}

async function loadModel(
  { llama, settings }: Surroundings,
  entry: CatalogEntry,
  wish: Parameters<typeof loadRuntime>[2],
): Promise<LlamaModel> {
  const contextSize = wish.contextLength * settings.slots;
  try {
    return await llama.loadModel({
      modelPath: entry.path,
      gpuLayers: llama.gpu ? { fitContext: { contextSize } } : 0,
      onLoadProgress: wish.onProgress,
      loadSignal: wish.signal,
    });
  } catch (cause) {
    if (cause instanceof InsufficientMemoryError || wish.signal.aborted) throw cause;
    const sentence = "llama.cpp cannot load the weights: the file is broken or of an unknown kind.";
    throw new BadWeightsError(sentence, { cause });
  }
}

type Loaded = { model: LlamaModel; context: LlamaContext; header: GgufHeader; sha256: string };

function assemble(around: Surroundings, entry: CatalogEntry, loaded: Loaded): Runtime {
  const { llama } = around;
  const { model, context, header } = loaded;
  const native = nativeObjects(llama, model, context);
  mkdirSync(around.settings.scratch, { recursive: true, mode: 0o700 });
  const folder = mkdtempSync(join(around.settings.scratch, "vitrine-engine-"));
  const memory = new SlotMemory(native.context, folder, context.contextSize);
  const { isRecurrent, isHybrid, swaSize } = model.fileInsights;
  const adapters = new Adapters(native, (adapter) => around.vetAdapter(entry, adapter));
  const scheduler = createScheduler(around, native, memory);
  return {
    ...{ id: entry.id, native, adapters, header, contextLength: context.contextSize },
    tokenizer: new Tokenizer(native.model, model, header),
    grammars: new Grammars(native),
    scheduler,
    environments: new Environments(around, entry.id, loaded),
    // These kinds of memory cannot be cut back to a prefix.
    mayReusePrefix: !isRecurrent && !isHybrid && !swaSize,
    chatTemplate: model.fileInfo.metadata.tokenizer?.chat_template ?? null,
    specialTokens: {
      bos_token: model.tokens.bosString ?? "",
      eos_token: model.tokens.eosString ?? "",
    },
    build: `llama.cpp ${llama.llamaCppRelease.release}`,
    memoryBytes: () => entry.bytes + contextBytes(native) + adapters.bytes,
    async dispose() {
      await scheduler.close(new RequestError("unavailable_error", "The model was unloaded."));
      await context.dispose();
      await model.dispose();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function createScheduler(around: Surroundings, native: Native, memory: SlotMemory): Scheduler {
  const { settings, counter } = around;
  return new Scheduler(native.context, memory, {
    ...{ slots: settings.slots, promptTokensPerStep, stepsPerTurn, queueMax, stallMs },
    isEnd: (token) => native.model.isEogToken(token),
    onStep: ({ sequences }) => counter.step(sequences),
    onStall: () => {
      log("error", "stalled; ending so that a new process can start");
      // Native work cannot be interrupted, and whoever reads is told first.
      setTimeout(() => process.kill(process.pid, "SIGKILL"), 300);
    },
  });
}

function contextBytes(native: Native): number {
  const { cpuRam, gpuVram } = native.context.getMemoryBreakdown();
  return cpuRam + gpuVram;
}
