import fs from "node:fs/promises";
import path from "node:path";
import { DefinitionError } from "./definition-text.ts";

/** A file beside the examples, by its name: no path leads out of the folder. */
const NAMED = /"file:([\w-]+\.(\w+))"/g;

const TYPES = new Map([
  ...["png", "jpeg", "webp", "gif"].map((name) => [name, `image/${name}`] as const),
  ...["txt", "md", "csv", "json"].map((name) => [name, "text/plain"] as const),
  ["jpg", "image/jpeg"],
]);

/** The text of an `examples.json` in which each `"file:NAME"` has become the file itself, as a data: address. Throws DefinitionError for a file that is not there. */
export async function withWholeFiles(text: string, folder: string): Promise<string> {
  const parts: string[] = [];
  let end = 0;
  for (const { 0: whole, 1: name = "", 2: extension = "", index } of text.matchAll(NAMED)) {
    const line = text.slice(0, index).split("\n").length;
    const bytes = await fs.readFile(path.join(folder, name)).catch((cause: unknown) => {
      const message = `${name} is not in the folder, or cannot be read`;
      const file = path.join(folder, "examples.json");
      throw new DefinitionError({ file, line, message }, { cause });
    });
    const type = TYPES.get(extension) ?? "application/octet-stream";
    parts.push(text.slice(end, index), `"data:${type};base64,${bytes.toString("base64")}"`);
    end = index + whole.length;
  }
  return [...parts, text.slice(end)].join("");
}
