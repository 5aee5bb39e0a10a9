import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { arch, cpus, platform } from "node:os";
import { basename } from "node:path";
import { GgmlType, type Llama, type LlamaContext, type LlamaModel } from "node-llama-cpp";
import { canonicalJson, sha256 } from "#server/digest.ts";
import type { GgufHeader } from "#server/gguf/file.ts";
import type { DeterminismCertificate, EngineEnvironment } from "#server/inference/engine.ts";
import type { EngineSettings } from "../settings.ts";
import { type AdapterDigest, fileDigest } from "./adapters.ts";

type Loaded = { model: LlamaModel; context: LlamaContext; header: GgufHeader; sha256: string };
type Libraries = Record<string, string>;

/** What this process runs on, whatever the weights. */
export type Host = { libraries: Libraries; gpus: string[] };

/** What one model's tokens are computed on, with any adapters. */
export class Environments {
  private readonly known = new Map<string, EngineEnvironment>();
  /** Found out once for the base; it is told with every environment of it. */
  certificate: DeterminismCertificate | null = null;

  constructor(
    private readonly around: { llama: Llama; host: Host; settings: EngineSettings },
    private readonly name: string,
    private readonly loaded: Loaded,
  ) {}

  /** `id` is the SHA-256 of the canonical JSON of `facts`. */
  with(adapters: AdapterDigest[]): EngineEnvironment {
    const key = canonicalJson(adapters);
    const known = this.known.get(key) ?? this.describe(adapters);
    this.known.set(key, known);
    return { ...known, certificate: this.certificate };
  }

  private describe(adapters: AdapterDigest[]): EngineEnvironment {
    const { model, header, sha256: digest } = this.loaded;
    const facts = {
      weights: {
        name: this.name,
        sha256: digest,
        bytes: header.bytes,
        architecture: header.architecture,
        description: model.typeDescription,
      },
      adapters,
      tokenizer: { sha256: header.tokenizerSha256, chatTemplateSha256: header.chatTemplateSha256 },
      engine: engineFacts(this.around),
      hardware: hardwareFacts(this.around),
      context: contextFacts(this.around, this.loaded),
    };
    return { id: sha256(canonicalJson(facts)), facts, certificate: null };
  }
}

type Around = { llama: Llama; host: Host; settings: EngineSettings };

function engineFacts({ llama, host }: Around) {
  return {
    package: "node-llama-cpp",
    version: packageVersion(),
    llamaCpp: llama.llamaCppRelease.release,
    build: llama.buildType,
    libraries: host.libraries,
  };
}

function hardwareFacts({ llama, host }: Around) {
  return {
    backend: llama.gpu || "cpu",
    gpus: host.gpus,
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    features: llama.systemInfo.trim(),
    platform: platform(),
    arch: arch(),
    node: process.version,
    variables: kernelVariables(),
  };
}

/** The settings that choose kernels behind the library's back. */
function kernelVariables(): Record<string, string> {
  // biome-ignore lint/style/noProcessEnv: these are ggml's own, to be recorded and not to be read.
  const found = Object.entries(process.env).filter(([name]) => /^(GGML|CUDA)_/.test(name));
  return Object.fromEntries(found.map(([name, value]) => [name, value ?? ""]));
}

function contextFacts({ settings }: Around, { model, context }: Loaded) {
  return {
    tokensPerSlot: context.contextSize,
    slots: settings.slots,
    batch: context.batchSize,
    threads: context.idealThreads,
    gpuLayers: model.gpuLayers,
    flashAttention: context.flashAttention,
    keyType: GgmlType[context.kvCacheKeyType] ?? "unknown",
    valueType: GgmlType[context.kvCacheValueType] ?? "unknown",
  };
}

/** SHA-256 by file name of the native libraries that this process has loaded. */
export async function hashLibraries(): Promise<Libraries> {
  const paths = await loadedLibraries();
  const hashed = await Promise.all(
    paths.map(async (path) => [basename(path), await fileDigest(path)] as const),
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
