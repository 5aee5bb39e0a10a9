import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { ModelDefinition } from "#contract/definition.ts";
import { amendEnv } from "#server/env.ts";
import { shippedDefinition } from "./shipped.ts";

/** Makes this process know these engines, the bundled one at `bundledUrl` and the others as a file lists them. */
export function setEngines(bundledUrl: string | undefined, listed?: string): void {
  // Kept for the life of a process, which tests share.
  delete (globalThis as Record<symbol, unknown>)[Symbol.for("vitrine.engines")];
  amendEnv({ VITRINE_ENGINE_URL: bundledUrl, VITRINE_ENGINES: listed && enginesFile(listed) });
}

/** A file for VITRINE_ENGINES. */
export function enginesFile(text: string): string {
  const file = path.join(
    fs.mkdtempSync(path.join(os.tmpdir(), "vitrine-engines-")),
    "engines.yaml",
  );
  fs.writeFileSync(file, text);
  return file;
}

/** The shipped model, on weights of another digest. */
export async function definitionOf(sha256: string): Promise<ModelDefinition> {
  const shipped = await shippedDefinition();
  return { ...shipped, weights: { ...shipped.weights, sha256 } };
}
