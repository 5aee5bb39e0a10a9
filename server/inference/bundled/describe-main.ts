import { availableParallelism, cpus } from "node:os";
import { GgufInsights, type Llama, readGgufFileInfo } from "node-llama-cpp";
import { readGgufHeader } from "#server/gguf/file.ts";
import { BadWeightsError } from "#server/gguf/reader.ts";
import { Catalog, type CatalogEntry } from "./models/catalog.ts";
import { hashLibraries } from "./models/environment.ts";
import { openLibrary } from "./models/library.ts";
import { type EngineSettings, parseEngineSettings } from "./settings.ts";

// The library tests a native build in a fork, which would load our TypeScript loader for nothing.
process.execArgv = [];

// biome-ignore lint/style/noProcessEnv: a program of its own, with the engine's environment.
const text = JSON.stringify(await describe(parseEngineSettings(process.env)));
process.stdout.write(`\n${text}\n`, () => process.exit(0));

/** What the engine would run on here, and how each file of its folder would fit; sizes in bytes. No weights are loaded. */
async function describe(settings: EngineSettings) {
  const llama = await openLibrary(settings);
  const vram = llama.gpu ? await llama.getVramState() : null;
  const { slots, context, threads, memoryBytes } = settings;
  const weights = [];
  for (const entry of new Catalog(settings.folder).list())
    weights.push(await describeFile(llama, settings, entry));
  return {
    backend: llama.gpu || "cpu",
    llamaCpp: llama.llamaCppRelease.release,
    devices: llama.gpu ? await llama.getGpuDeviceNames() : [],
    vram: vram && { total: vram.total, free: vram.free },
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    kernels: Object.keys(await hashLibraries()).filter((name) => name.includes("ggml-cpu")),
    ...{ slots, context, threads, memoryBytes, weights },
  };
}

async function describeFile(llama: Llama, settings: EngineSettings, entry: CatalogEntry) {
  const { id, kind, bytes } = entry;
  if (kind === "adapter") return { id, kind, bytes, fit: null, reason: null };
  try {
    readGgufHeader(entry.path);
    return { id, kind, bytes, fit: await fitOf(llama, settings, entry.path), reason: null };
  } catch (error) {
    const reason =
      error instanceof BadWeightsError ? error.message : "It does not fit into this machine.";
    return { id, kind, bytes, fit: null, reason };
  }
}

/** As the engine would load it, by the library's own estimate. */
async function fitOf(llama: Llama, { slots, context }: EngineSettings, path: string) {
  const insights = await GgufInsights.from(await readGgufFileInfo(path), llama);
  const contextSize = Math.min(context, insights.trainContextSize ?? context) * slots;
  const { gpuLayers } = await insights.configurationResolver.resolveModelGpuLayersV2(
    llama.gpu ? { fitContext: { contextSize } } : 0,
  );
  const needs = await Promise.all([
    insights.estimateModelResourceRequirementsV2({ gpuLayers }),
    insights.estimateContextResourceRequirementsV2({
      ...{ contextSize: contextSize / slots, sequences: slots, modelGpuLayers: gpuLayers },
    }),
  ]);
  return {
    layers: insights.totalLayers,
    gpuLayers,
    ram: needs.reduce((sum, { cpuRam }) => sum + cpuRam, 0),
    vram: needs.reduce((sum, { gpuVram }) => sum + gpuVram, 0),
  };
}
