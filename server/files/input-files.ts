import { fileIdIn, filePath } from "#contract/files.ts";
import type { InputDeclaration } from "#contract/inputs/declaration.ts";
import { type InputValues, KEPT_SECRET } from "#contract/inputs/values.ts";
import type { Viewer } from "#server/access.ts";
import { invalidInput } from "#server/problem.ts";
import { type FileContent, findContent, storeFile, storeImage } from "./files.ts";
import { FileError, rewriteImage } from "./image.ts";

/** Checked values as a prediction stores them, and what is kept beside them. */
export type KeptInput = {
  values: InputValues;
  /** Ids of the files among the values. */
  files: string[];
  /** By input; in the values a word stands for each. */
  secrets: Record<string, string>;
};

/**
 * Keeps files as files of their own, images decoded and written anew, and takes secrets out of the values. Throws a 422
 * Problem that names the input whose file is not here, or whose image cannot be read.
 */
export async function keepInput(
  inputs: InputDeclaration[],
  values: InputValues,
  viewer: Viewer,
): Promise<KeptInput> {
  const kept: KeptInput = { values: { ...values }, files: [], secrets: {} };
  for (const { name, type } of inputs) {
    const value = values[name];
    if (typeof value !== "string") continue;
    if (type === "secret") {
      kept.secrets[name] = value;
      kept.values[name] = KEPT_SECRET;
    }
    if (type !== "image" && type !== "file") continue;
    const id = await keepFile(value, type, viewer).catch((error: Error) => {
      if (!(error instanceof FileError)) throw error;
      const field = `input.${name}`;
      throw invalidInput([{ type: `no_such_${type}`, field, description: error.message }]);
    });
    kept.values[name] = filePath(id);
    kept.files.push(id);
  }
  return { ...kept, files: [...new Set(kept.files)] };
}

async function keepFile(value: string, type: "image" | "file", viewer: Viewer): Promise<string> {
  const file = await sentFile(value, viewer);
  const isReady = type === "file" || file.width !== null;
  if (file.id !== null && isReady) return file.id;
  if (type === "file") return (await storeFile(file, viewer)).id;
  const { size, ...image } = await rewriteImage(file.content);
  return storeImage({ name: file.name, ...image }, viewer, size);
}

/** Its id is null where it came with the input. */
type SentFile = Pick<FileContent, "name" | "contentType" | "content" | "width"> & {
  id: string | null;
};

async function sentFile(value: string, viewer: Viewer): Promise<SentFile> {
  const id = fileIdIn(value);
  if (id === null) return fileInAddress(value);
  const file = await findContent(id, viewer);
  if (!file) throw new FileError("is not here any more: choose it again");
  return file;
}

function fileInAddress(value: string): SentFile {
  const [, contentType = ""] = /^data:([^;,]+)/.exec(value) ?? [];
  const content = Buffer.from(value.slice(value.indexOf(",") + 1), "base64");
  return { id: null, name: "file", contentType, content: new Uint8Array(content), width: null };
}
