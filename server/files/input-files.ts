import { fileIdIn, fileInAddress, filePath } from "#contract/files.ts";
import type { InputDeclaration, InputOf } from "#contract/inputs/declaration.ts";
import { complaintAboutFileText, textOfFile } from "#contract/inputs/file-text.ts";
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
  /** By input, of files whose text goes into a prompt. */
  texts: Record<string, string>;
  /** By input; in the values a word stands for each. */
  secrets: Record<string, string>;
};

/**
 * Keeps files as files of their own, images decoded and written anew, and takes secrets out of the values. Throws a 422
 * Problem that names the input whose file is not here, or whose image or text cannot be read.
 */
export async function keepInput(
  inputs: InputDeclaration[],
  values: InputValues,
  viewer: Viewer,
): Promise<KeptInput> {
  const kept: KeptInput = { values: { ...values }, files: [], texts: {}, secrets: {} };
  for (const input of inputs) {
    const { name, type } = input;
    const value = values[name];
    if (typeof value !== "string") continue;
    if (type === "secret") {
      kept.secrets[name] = value;
      kept.values[name] = KEPT_SECRET;
    }
    if (type !== "image" && type !== "file") continue;
    const file = await keepFile(value, input, viewer).catch((error: Error) => {
      if (!(error instanceof FileError)) throw error;
      const field = `input.${name}`;
      throw invalidInput([{ type: `no_such_${type}`, field, description: error.message }]);
    });
    kept.values[name] = filePath(file.id);
    kept.files.push(file.id);
    if (type === "file" && input.maxLength) kept.texts[name] = textOfFile(file.content) ?? "";
  }
  return { ...kept, files: [...new Set(kept.files)] };
}

type KeptFile = { id: string; content: Uint8Array };

async function keepFile(
  value: string,
  input: InputOf<"image" | "file">,
  viewer: Viewer,
): Promise<KeptFile> {
  const file = await sentFile(value, viewer);
  if (input.type === "image") return keepImage(file, viewer);
  if (input.maxLength) requireText(file.content, input.maxLength);
  return { id: file.id ?? (await storeFile(file, viewer)).id, content: file.content };
}

function requireText(content: Uint8Array, maxLength: number): void {
  const complaint = complaintAboutFileText(content, maxLength);
  if (complaint) throw new FileError(complaint.description);
}

async function keepImage(file: SentFile, viewer: Viewer): Promise<KeptFile> {
  if (file.id !== null && file.width !== null) return { id: file.id, content: file.content };
  const { size, ...image } = await rewriteImage(file.content);
  const id = await storeImage({ name: file.name, ...image }, viewer, size);
  return { id, content: image.content };
}

/** Its id is null where it came with the input. */
type SentFile = Pick<FileContent, "name" | "contentType" | "content" | "width"> & {
  id: string | null;
};

async function sentFile(value: string, viewer: Viewer): Promise<SentFile> {
  const id = fileIdIn(value);
  if (id === null) return { id, name: "file", width: null, ...fileInAddress(value) };
  const file = await findContent(id, viewer);
  if (!file) throw new FileError("is not here any more: choose it again");
  return file;
}
