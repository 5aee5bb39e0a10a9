import fs from "node:fs/promises";
import path from "node:path";
import { DefinitionError } from "./definition-text.ts";

/** An image beside the examples, by its name: no path leads out of the folder. */
const NAMED = /"file:([\w-]+\.(png|jpe?g|webp|gif))"/g;

/** The text of an `examples.json` in which each `"file:NAME"` has become the image itself, as a data: address. Throws DefinitionError for a file that is not there. */
export async function withWholeImages(text: string, folder: string): Promise<string> {
  const parts: string[] = [];
  let end = 0;
  for (const { 0: whole, 1: name = "", 2: extension = "", index } of text.matchAll(NAMED)) {
    const line = text.slice(0, index).split("\n").length;
    const bytes = await fs.readFile(path.join(folder, name)).catch((cause: unknown) => {
      const message = `${name} is not in the folder, or cannot be read`;
      const file = path.join(folder, "examples.json");
      throw new DefinitionError({ file, line, message }, { cause });
    });
    const type = extension === "jpg" ? "jpeg" : extension;
    parts.push(text.slice(end, index), `"data:image/${type};base64,${bytes.toString("base64")}"`);
    end = index + whole.length;
  }
  return [...parts, text.slice(end)].join("");
}
