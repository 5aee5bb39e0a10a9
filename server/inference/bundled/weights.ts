import {
  getLlama,
  InsufficientMemoryError,
  type Llama,
  type LlamaContext,
  LlamaLogLevel,
  type LlamaModel,
} from "node-llama-cpp";
import type { EngineEnvironment } from "#server/inference/engine.ts";
import { Grammars } from "./constraint.ts";
import { describeEnvironment, hashLibraries } from "./environment.ts";
import { type GgufHeader, readGgufHeader } from "./gguf.ts";
import { BadWeightsError } from "./gguf-reader.ts";
import { log } from "./log.ts";
import { type Native, nativeObjects } from "./native.ts";
import { Scheduler } from "./scheduler.ts";
import type { EngineSettings } from "./settings.ts";
import { Tokenizer } from "./tokenizer.ts";

/** Everything a request needs once the weights are loaded. `contextLength` is tokens for each slot. */
export type Runtime = {
  native: Native;
  tokenizer: Tokenizer;
  grammars: Grammars;
  scheduler: Scheduler;
  contextLength: number;
  mayReusePrefix: boolean;
  build: string;
  environment: EngineEnvironment;
};

const promptTokensPerStep = 256;
const batchTokens = 512;
const queueMax = 256;
const stallMs = 120_000;

/** Loads the weights; `onProgress` gets 0 to 1. Throws BadWeightsError, or whatever the library throws. */
export async function loadRuntime(
  settings: EngineSettings,
  onProgress: (progress: number) => void,
  signal: AbortSignal,
): Promise<Runtime> {
  const header = readGgufHeader(settings.model.path);
  const llama = await openLibrary(settings);
  const libraries = hashLibraries();
  const model = await loadModel(llama, settings, onProgress, signal);
  const context = await model.createContext({
    sequences: settings.slots,
    contextSize: Math.min(settings.context, model.trainContextSize),
    batchSize: batchTokens,
    threads: settings.threads,
    createSignal: signal,
  });
  const host = {
    libraries: await libraries,
    gpus: llama.gpu ? await llama.getGpuDeviceNames() : [],
  };
  return assemble(settings, { llama, model, context, header }, host);
}

async function loadModel(
  llama: Llama,
  settings: EngineSettings,
  onLoadProgress: (progress: number) => void,
  loadSignal: AbortSignal,
): Promise<LlamaModel> {
  const contextSize = settings.context * settings.slots;
  const gpuLayers = llama.gpu ? { fitContext: { contextSize } } : 0;
  const modelPath = settings.model.path;
  try {
    return await llama.loadModel({
      modelPath,
      checkTensors: true,
      gpuLayers,
      onLoadProgress,
      loadSignal,
    });
  } catch (error) {
    if (error instanceof InsufficientMemoryError || loadSignal.aborted) throw error;
    throw new BadWeightsError(
      "llama.cpp cannot load the weights: the file is broken or of an unknown kind.",
      {
        cause: error,
      },
    );
  }
}

type Loaded = { llama: Llama; model: LlamaModel; context: LlamaContext; header: GgufHeader };

function assemble(
  settings: EngineSettings,
  loaded: Loaded,
  host: { libraries: Record<string, string>; gpus: string[] },
): Runtime {
  const { llama, model, context, header } = loaded;
  const native = nativeObjects(llama, model, context);
  const isEnd = (token: number) => native.model.isEogToken(token);
  const limits = { slots: settings.slots, promptTokensPerStep, queueMax, stallMs };
  const { isRecurrent, isHybrid, swaSize } = model.fileInsights;
  return {
    native,
    tokenizer: new Tokenizer(native.model, model, header),
    grammars: new Grammars(llama, native),
    scheduler: new Scheduler(native.context, { ...limits, isEnd }),
    contextLength: context.contextSize,
    // These kinds of memory cannot be cut back to a prefix.
    mayReusePrefix: !isRecurrent && !isHybrid && !swaSize,
    build: `llama.cpp ${llama.llamaCppRelease.release}`,
    environment: describeEnvironment(settings, loaded, host),
  };
}

async function openLibrary(settings: EngineSettings): Promise<Llama> {
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
  if (settings.gpu === "off") return getLlama({ ...options, gpu: false });
  try {
    return await getLlama({ ...options, gpu: "auto" });
  } catch {
    log("warn", "no GPU build works here; falling back to the CPU");
    return getLlama({ ...options, gpu: false });
  }
}
