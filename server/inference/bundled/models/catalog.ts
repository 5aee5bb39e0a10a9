import { closeSync, existsSync, openSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { GgufReader } from "#server/gguf/reader.ts";

/** A file that could be loaded; `stamp` changes with its content. Ids are file names without `.gguf`. */
export type CatalogEntry = {
  id: string;
  path: string;
  kind: "base" | "adapter";
  bytes: number;
  stamp: string;
};

const headerKeysRead = 32;
const stringType = 8;
const adapterType = "adapter";

/** The GGUF files of a folder, as they are now, and adapters registered by a name of their own. */
export class Catalog {
  private readonly named = new Map<string, string>();
  private readonly kinds = new Map<string, CatalogEntry["kind"]>();

  constructor(private readonly folder: string) {}

  list(): CatalogEntry[] {
    const files = existsSync(this.folder)
      ? readdirSync(this.folder).filter((name) => name.endsWith(".gguf"))
      : [];
    const ids = [...files.map((name) => name.slice(0, -".gguf".length)), ...this.named.keys()];
    return [...new Set(ids)].sort().flatMap((id) => this.find(id) ?? []);
  }

  find(id: string): CatalogEntry | null {
    // An id is a name, never a way out of the folder.
    const isName = !/[/\\\0]/.test(id) && id !== "" && !id.startsWith(".");
    const path = this.named.get(id) ?? (isName ? join(this.folder, `${id}.gguf`) : null);
    const stat = path === null ? undefined : statSync(path, { throwIfNoEntry: false });
    if (path === null || !stat?.isFile()) return null;
    const stamp = `${stat.size}-${stat.mtimeMs}`;
    return { id, path, kind: this.kindOf(path, stamp), bytes: stat.size, stamp };
  }

  register(name: string, path: string): void {
    this.named.set(name, path);
  }

  /** Whether there was one of that name. */
  unregister(name: string): boolean {
    return this.named.delete(name);
  }

  private kindOf(path: string, stamp: string): CatalogEntry["kind"] {
    const key = `${path} ${stamp}`;
    const kind = this.kinds.get(key) ?? readKind(path);
    this.kinds.set(key, kind);
    return kind;
  }
}

/** `general.type` says so, near the beginning of a header. What cannot be read passes for a base, and fails as one. */
function readKind(path: string): CatalogEntry["kind"] {
  const fd = openSync(path, "r");
  try {
    const reader = new GgufReader(fd);
    reader.skip(24);
    for (let index = 0; index < headerKeysRead; index++) {
      const key = reader.string();
      if (reader.u32() !== stringType) return "base";
      const value = reader.string();
      if (key === "general.type") return value === adapterType ? "adapter" : "base";
    }
    return "base";
  } catch {
    return "base";
  } finally {
    closeSync(fd);
  }
}
