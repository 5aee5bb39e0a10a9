import { IMAGE_TYPES } from "#contract/files.ts";
import type { FileContent } from "./files.ts";

/** A file's bytes as an answer: images are shown, and nothing else is anything but downloaded, whatever its sender called it. */
export function fileResponse({ name, contentType, content }: FileContent): Response {
  const isImage = IMAGE_TYPES.some((type) => type === contentType);
  const disposition = isImage ? "inline" : "attachment";
  return new Response(content, {
    headers: {
      "content-type": isImage ? contentType : "application/octet-stream",
      "content-disposition": `${disposition}; filename*=UTF-8''${encodeURIComponent(name)}`,
      // Who may see it can change at any moment.
      "cache-control": "private, no-store",
      "x-content-type-options": "nosniff",
    },
  });
}
