import path from "node:path";
import { SettingError } from "#server/env.ts";
import { say, table, withProgress } from "#server/launch/terminal.ts";
import { convertLora } from "#server/lora/convert.ts";
import { inspectLora } from "#server/lora/inspect.ts";
import { mergeLora } from "#server/lora/merge.ts";

type Options = { base?: string | undefined; out?: string | undefined; half?: boolean | undefined };

/** `lora convert|merge|inspect` of the command line. Throws SettingError, LoraError and BadWeightsError. */
export async function runLoraCommand([action, given]: string[], options: Options): Promise<void> {
  if (!given) throw new SettingError("Name the adapter: npm run vitrine -- lora inspect FOLDER");
  const folder = path.resolve(given);
  switch (action) {
    case "inspect":
      return table(await inspectLora(folder));
    case "convert": {
      const out = path.resolve(options.out ?? `${folder}.gguf`);
      const base = needed(options.base, "--base FILE.gguf: the weights that it is for");
      const dtype = options.half ? "F16" : "F32";
      await withProgress("Converting", (update) =>
        convertLora({ folder, base, out, dtype }, update),
      );
      return say(`Wrote ${out}. A model's folder can name it as its adapter.`);
    }
    case "merge": {
      const out = needed(options.out, "--out FOLDER: where the merged model goes");
      const base = needed(options.base, "--base FOLDER: the model that it is merged into");
      await withProgress("Merging", (update) => mergeLora({ folder, base, out }, update));
      return say(`Wrote ${out}.`);
    }
    default:
      throw new SettingError(`lora has no command ${action}: it has convert, merge and inspect.`);
  }
}

function needed(option: string | undefined, what: string): string {
  if (option === undefined) throw new SettingError(`Add ${what}.`);
  return path.resolve(option);
}
