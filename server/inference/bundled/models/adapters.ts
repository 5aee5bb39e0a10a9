import { createHash } from "node:crypto";
import { EventEmitter, once } from "node:events";
import { createReadStream } from "node:fs";
import { BadWeightsError } from "#server/gguf/reader.ts";
import type { Native, NativeLora } from "../native.ts";
import type { AdapterSet } from "../scheduling/jobs.ts";
import type { CatalogEntry } from "./catalog.ts";

type Loaded = { lora: NativeLora; sha256: string; bytes: number };
/** An adapter of a request; `scale` multiplies what the file itself says. */
export type AdapterChoice = { entry: CatalogEntry; scale: number };

/** A set with what is told of it afterwards. */
export type ChosenAdapters = AdapterSet & { digests: AdapterDigest[] };

export const noAdapters: AdapterSet = { key: "", loras: [], scales: [] };

/** The adapters that are loaded beside one base. They stay until they are unloaded: each costs about its file's size. */
export class Adapters {
  private readonly loaded = new Map<string, Promise<Loaded>>();
  private readonly users = new Map<Promise<Loaded>, number>();
  private readonly released = new EventEmitter().setMaxListeners(0);
  private bytesLoaded = 0;

  /** `vet` throws BadWeightsError for a file that cannot be loaded onto this base. */
  constructor(
    private readonly native: Native,
    private readonly vet: (adapter: CatalogEntry) => Promise<void>,
  ) {}

  get bytes(): number {
    return this.bytesLoaded;
  }

  /** Runs something with these adapters, loading what is not loaded yet; meanwhile none of them is freed. Throws BadWeightsError. */
  async use<Result>(
    choices: AdapterChoice[],
    work: (chosen: ChosenAdapters) => Promise<Result>,
  ): Promise<Result> {
    const held = choices.map(({ entry }) => this.hold(entry));
    try {
      return await work(describe(await Promise.all(held), choices));
    } finally {
      for (const each of held) this.release(each);
    }
  }

  /** Frees its memory once those who use it are done, and `withdraw` has taken it out of the context; whoever comes meanwhile loads the file anew. */
  async unload(id: string, withdraw: () => Promise<void>): Promise<void> {
    const held = this.loaded.get(id);
    this.loaded.delete(id);
    const loaded = await held?.catch(() => null);
    if (!held || !loaded) return;
    while (this.users.has(held)) await once(this.released, "last");
    await withdraw();
    this.bytesLoaded -= loaded.bytes;
    await loaded.lora.dispose();
  }

  private hold(entry: CatalogEntry): Promise<Loaded> {
    const held = this.loaded.get(entry.id) ?? this.open(entry);
    this.loaded.set(entry.id, held);
    held.catch(() => this.loaded.delete(entry.id)); // a better file may come
    this.users.set(held, (this.users.get(held) ?? 0) + 1);
    return held;
  }

  private release(held: Promise<Loaded>): void {
    const left = (this.users.get(held) ?? 1) - 1;
    if (left > 0) return void this.users.set(held, left);
    this.users.delete(held);
    this.released.emit("last");
  }

  private async open(entry: CatalogEntry): Promise<Loaded> {
    await this.vet(entry);
    const { bindings, model } = this.native;
    const lora = new bindings.AddonModelLora(model, entry.path);
    const [sha256] = await Promise.all([fileDigest(entry.path), model.loadLora(lora)]).catch(() => {
      throw new BadWeightsError(`The adapter ${entry.id} does not fit these weights.`);
    });
    this.bytesLoaded += entry.bytes;
    return { lora, sha256, bytes: entry.bytes };
  }
}

function describe(found: Loaded[], choices: AdapterChoice[]): ChosenAdapters {
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

export type AdapterDigest = { sha256: string; scale: number };

/** SHA-256 of a file in hex. */
export async function fileDigest(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk);
  return hash.digest("hex");
}
