import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { BadWeightsError } from "../gguf-reader.ts";
import type { Native, NativeLora } from "../native.ts";
import type { AdapterSet } from "../scheduling/jobs.ts";
import type { CatalogEntry } from "./catalog.ts";

type Loaded = { lora: NativeLora; sha256: string; bytes: number; stamp: string };
/** An adapter of a request; `scale` multiplies what the file itself says. */
export type AdapterChoice = { entry: CatalogEntry; scale: number };

export const noAdapters: AdapterSet = { key: "", loras: [], scales: [] };

/** The adapters that are loaded beside one base. They stay until they are unloaded: each costs about its file's size. */
export class Adapters {
  private readonly loaded = new Map<string, Promise<Loaded>>();
  private bytesLoaded = 0;

  /** `vet` throws BadWeightsError for a file that cannot be loaded onto this base. */
  constructor(
    private readonly native: Native,
    private readonly vet: (adapter: CatalogEntry) => Promise<void>,
  ) {}

  get bytes(): number {
    return this.bytesLoaded;
  }

  /** Loads what is not loaded yet. Throws BadWeightsError. */
  async choose(choices: AdapterChoice[]): Promise<AdapterSet & { digests: AdapterDigest[] }> {
    if (choices.length === 0) return { ...noAdapters, digests: [] };
    const found = await Promise.all(choices.map(({ entry }) => this.load(entry)));
    const digests = found.map(({ sha256 }, index) => ({
      sha256,
      scale: choices[index]?.scale ?? 1,
    }));
    return {
      key: digests.map(({ sha256, scale }) => `${sha256}*${scale}`).join("+"),
      loras: found.map(({ lora }) => lora),
      scales: digests.map(({ scale }) => scale),
      digests,
    };
  }

  /** Frees its memory; the caller sees to it that nothing uses it. Whether it was loaded. */
  async unload(id: string): Promise<boolean> {
    const loaded = await this.loaded.get(id)?.catch(() => null);
    this.loaded.delete(id);
    if (!loaded) return false;
    this.bytesLoaded -= loaded.bytes;
    await loaded.lora.dispose();
    return true;
  }

  private load(entry: CatalogEntry): Promise<Loaded> {
    const known = this.loaded.get(entry.id) ?? this.open(entry);
    this.loaded.set(entry.id, known);
    known.catch(() => this.loaded.delete(entry.id)); // a better file may come
    return known;
  }

  private async open(entry: CatalogEntry): Promise<Loaded> {
    await this.vet(entry);
    const { bindings, model } = this.native;
    const lora = new bindings.AddonModelLora(model, entry.path);
    const [sha256] = await Promise.all([fileDigest(entry.path), model.loadLora(lora)]).catch(() => {
      throw new BadWeightsError(`The adapter ${entry.id} does not fit these weights.`);
    });
    this.bytesLoaded += entry.bytes;
    return { lora, sha256, bytes: entry.bytes, stamp: entry.stamp };
  }
}

export type AdapterDigest = { sha256: string; scale: number };

/** SHA-256 of a file in hex. */
export async function fileDigest(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk);
  return hash.digest("hex");
}
