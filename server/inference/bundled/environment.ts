import { createHash } from "node:crypto";
import { createReadStream, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { arch, cpus, platform } from "node:os";
import { basename } from "node:path";
import { GgmlType, type Llama, type LlamaContext, type LlamaModel } from "node-llama-cpp";
import { canonicalJson, sha256 } from "#server/digest.ts";
import type { EngineEnvironment } from "#server/inference/engine.ts";
import type { GgufHeader } from "./gguf.ts";
import type { EngineSettings } from "./settings.ts";

type Loaded = { llama: Llama; model: LlamaModel; context: LlamaContext; header: GgufHeader };
type Libraries = Record<string, string>;

/** All that the same prompt, seed and sampling need to give the same tokens again. */
export function describeEnvironment(
  settings: EngineSettings,
  loaded: Loaded,
  host: { libraries: Libraries; gpus: string[] },
): EngineEnvironment {
  const { llama, model, context, header } = loaded;
  const facts = {
    weights: {
      name: settings.model.name,
      sha256: settings.model.sha256,
      bytes: header.bytes,
      architecture: header.architecture,
      description: model.typeDescription,
    },
    tokenizer: { sha256: header.tokenizerSha256, chatTemplateSha256: header.chatTemplateSha256 },
    engine: {
      package: "node-llama-cpp",
      version: packageVersion(),
      llamaCpp: llama.llamaCppRelease.release,
      build: llama.buildType,
      libraries: host.libraries,
    },
    hardware: {
      backend: llama.gpu || "cpu",
      gpus: host.gpus,
      cpu: cpus()[0]?.model.trim() ?? "unknown",
      features: llama.systemInfo.trim(),
      platform: platform(),
      arch: arch(),
      node: process.version,
    },
    context: {
      tokensPerSlot: context.contextSize,
      slots: settings.slots,
      batch: context.batchSize,
      threads: context.idealThreads,
      gpuLayers: model.gpuLayers,
      flashAttention: context.flashAttention,
      keyType: GgmlType[context.kvCacheKeyType] ?? "unknown",
      valueType: GgmlType[context.kvCacheValueType] ?? "unknown",
    },
  };
  return { id: sha256(canonicalJson(facts)), facts };
}

/** SHA-256 by file name of the native libraries that this process has loaded. */
export async function hashLibraries(): Promise<Libraries> {
  const paths = await loadedLibraries();
  const hashed = await Promise.all(
    paths.map(async (path) => [basename(path), await hashFile(path)] as const),
  );
  return Object.fromEntries(hashed);
}

function packageVersion(): string {
  const manifest = new URL("../package.json", import.meta.resolve("node-llama-cpp"));
  const found: unknown = JSON.parse(readFileSync(manifest, "utf8"));
  return String(typeof found === "object" && found ? Reflect.get(found, "version") : "unknown");
}

async function loadedLibraries(): Promise<string[]> {
  if (platform() !== "linux") return loadedFromReport();
  const maps = await readFile("/proc/self/maps", "utf8");
  const paths = maps.split("\n").map((line) => line.slice(line.indexOf("/")));
  return engineLibraries(paths);
}

function loadedFromReport(): string[] {
  const report: unknown = process.report.getReport();
  const shared: unknown =
    typeof report === "object" && report && Reflect.get(report, "sharedObjects");
  return engineLibraries(Array.isArray(shared) ? shared.map(String) : []);
}

function engineLibraries(paths: string[]): string[] {
  const own = paths.filter((path) =>
    /(llama|ggml)[^/\\]*\.(so|node|dylib|dll)/.test(basename(path)),
  );
  return [...new Set(own)].sort();
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk);
  return hash.digest("hex");
}
