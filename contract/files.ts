import type { z } from "zod";
import type { fileObject } from "./api/objects.ts";

/** Images that an input takes, by their media type. */
export const IMAGE_TYPES = ["image/png", "image/jpeg", "image/webp", "image/gif"] as const;

/** Bytes of one file, as it is sent. */
export const FILE_BYTES_MAX = 10 * 1024 * 1024;

const FILE_ADDRESS = /^(?:https?:\/\/[^/\s?#]+)?\/v1\/files\/([0-7][0-9a-v]{25})$/;
const FILE_DATA = /^data:[\w.+-]+\/[\w.+-]+(?:;[\w=.-]+)*;base64,[A-Za-z0-9+/]+={0,2}$/;
const IMAGE_DATA = /^data:image\/(?:png|jpeg|webp|gif);base64,[A-Za-z0-9+/]+={0,2}$/;

/** The id in the address of a file that was sent here, with or without its host; null for any other text. */
export const fileIdIn = (value: string): string | null => FILE_ADDRESS.exec(value)?.[1] ?? null;

/** Where a file that was sent here is found. */
export const filePath = (id: string): string => `/v1/files/${id}`;

/** Where a file is found that a share shows. */
export const sharedFilePath = (token: string, id: string): string => `/s/${token}/files/${id}`;

const SHARED_FILE_PATH = /^\/s\/[\w-]+\/files\/[0-9a-v]+$/;

/** Whether a text is a whole image in an address of its own. */
export const isImageData = (value: string): boolean => IMAGE_DATA.test(value);

/** Whether a text is a whole file in an address of its own. */
export const isFileData = (value: string): boolean => FILE_DATA.test(value);

/** The file in an address of its own, which was checked. */
export function fileInAddress(address: string): {
  contentType: string;
  content: Uint8Array<ArrayBuffer>;
} {
  const [, contentType = ""] = /^data:([^;,]+)/.exec(address) ?? [];
  const binary = atob(address.slice(address.indexOf(",") + 1));
  const content = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at += 1) content[at] = binary.charCodeAt(at);
  return { contentType, content };
}

/** From where a page shows an image that is an input's value; null where the value is none. */
export function imageSource(value: unknown): string | null {
  if (typeof value !== "string") return null;
  return isImageData(value) ? value : downloadPath(value);
}

/** Where the bytes are of a file that an input names by its address; null for what is none. */
export function downloadPath(value: string): string | null {
  if (SHARED_FILE_PATH.test(value)) return `${value}/download`;
  const id = fileIdIn(value);
  return id === null ? null : `${filePath(id)}/download`;
}

export type FileView = z.infer<typeof fileObject>;
