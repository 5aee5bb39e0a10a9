import fs from "node:fs/promises";
import { readGguf } from "#server/gguf/file.ts";
import { readPeftAdapter } from "./adapter.ts";

/** What an adapter is, as names and values for a table: of a folder as PEFT saves one, or of a GGUF file. Throws LoraError, BadWeightsError. */
export async function inspectLora(path: string): Promise<[string, string][]> {
  const stat = await fs.stat(path).catch(() => null);
  return stat?.isFile() ? inspectGguf(path) : inspectPeft(path);
}

async function inspectPeft(folder: string): Promise<[string, string][]> {
  const { config, file, modules, saved } = await readPeftAdapter(folder);
  const all = [...modules.values()];
  const tensors = [...file.tensors.values()];
  const kind = [
    config.use_rslora ? "rsLoRA" : "LoRA",
    ...(all.some(({ magnitude }) => magnitude) ? ["DoRA"] : []),
  ];
  return [
    ["kind", kind.join(", ")],
    ["base", config.base_model_name_or_path || "not said"],
    ["rank", distinct(all.map(({ rank }) => rank))],
    ["scaling", distinct(all.map(({ scaling }) => Number(scaling.toPrecision(6))))],
    ["modules", `${all.length}: ${distinct([...modules.keys()].map(lastPart))}`],
    ...(saved.size > 0
      ? ([["saved whole", distinct([...saved.keys()])]] as [string, string][])
      : []),
    ["parameters", parametersOf(tensors)],
    ["stored as", distinct(tensors.map(({ dtype }) => dtype))],
  ];
}

function inspectGguf(path: string): [string, string][] {
  const { values, tensors, bytes } = readGguf(path);
  const value = (key: string) => String(values.get(key)?.value ?? "not said");
  const ranks = tensors.filter(({ name }) => name.endsWith(".lora_b")).map(({ shape }) => shape[0]);
  const names = tensors.map(({ name }) => name.replace(/^blk\.\d+\.|\.weight\.lora_[ab]$/g, ""));
  return [
    ["kind", `${value("general.type")}, ${value("adapter.type")} (GGUF)`],
    ["architecture", value("general.architecture")],
    ["rank", distinct(ranks)],
    ["alpha", value("adapter.lora.alpha")],
    ["modules", `${ranks.length}: ${distinct(names)}`],
    ["parameters", parametersOf(tensors)],
    ["bytes", bytes.toLocaleString("en")],
  ];
}

const distinct = (values: unknown[]): string => [...new Set(values)].join(", ");

const lastPart = (name: string): string => name.slice(name.lastIndexOf(".") + 1);

const parametersOf = (tensors: { shape: number[] }[]): string =>
  tensors
    .reduce((sum, { shape }) => sum + shape.reduce((product, length) => product * length, 1), 0)
    .toLocaleString("en");
