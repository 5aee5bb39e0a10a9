import fs from "node:fs";
import path from "node:path";
import { test as base } from "@playwright/test";
import type { FloatType } from "#server/lora/floats.ts";
import { readSafetensors, readTensor } from "#server/lora/safetensors.ts";
import { type HfArchitecture, writeHfModel } from "./hf-model.ts";
import { newDataFolder } from "./installation.ts";
import { type PeftShape, writePeft } from "./peft-adapter.ts";

type Paths = { home: string; folder: string; base: string; out: string };
type Prepare = (
  shape?: PeftShape,
  model?: { architecture?: HfArchitecture; dtype?: FloatType },
) => Promise<Paths>;

/** Tests on a small model and a LoRA for it, in a folder of their own; `out` is where a merged one goes. */
export const test = base.extend<{ prepare: Prepare }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from its first argument
  prepare: async ({}, use) => {
    const home = newDataFolder();
    await use(async (shape = {}, model = {}) => {
      const [folder, basis] = [path.join(home, "lora"), path.join(home, "base")];
      await writeHfModel(basis, { architecture: "llama", ...model });
      await writePeft(folder, shape);
      return { home, folder, base: basis, out: path.join(home, "merged") };
    });
    fs.rmSync(home, { recursive: true, force: true });
  },
});

/** The bytes of every tensor of a folder, by name. */
export async function tensorsOf(folder: string): Promise<Map<string, Buffer>> {
  const all = new Map<string, Buffer>();
  for (const name of fs.readdirSync(folder).filter((each) => each.endsWith(".safetensors"))) {
    const file = await readSafetensors(path.join(folder, name));
    for (const tensor of file.tensors.values())
      all.set(tensor.name, await readTensor(file, tensor));
  }
  return all;
}
