import sharp from "sharp";
import type { FileView } from "#contract/files.ts";
import type { Prediction } from "#contract/prediction.ts";
import { sharedUrl } from "./api.ts";

/** Two colours, left and right; with a place in its camera's notes, and turned by them. */
export const photo = (): Promise<Buffer> =>
  sharp({ create: { width: 60, height: 40, channels: 3, background: "#cc2200" } })
    .composite([
      {
        input: { create: { width: 30, height: 40, channels: 3, background: "#0022cc" } },
        gravity: "west",
      },
    ])
    .jpeg()
    .withExif({ IFD0: { ImageDescription: "at home" }, IFD3: { GPSLatitudeRef: "N" } })
    .withMetadata({ orientation: 6 })
    .toBuffer();

/** Sends a file as `POST /v1/files` takes it. */
export function sendFile(
  content: Uint8Array | string,
  { type = "image/png", name = "a file.png", headers = {}, url = sharedUrl() } = {},
): Promise<Response> {
  const body = new FormData();
  const bytes = typeof content === "string" ? content : new Uint8Array(content);
  body.append("content", new File([bytes], name, { type }));
  return fetch(`${url}/v1/files`, { method: "POST", body, headers });
}

/** The same where it is taken. */
export async function sentFile(...given: Parameters<typeof sendFile>): Promise<FileView> {
  const answer = await sendFile(...given);
  if (answer.status !== 201) throw new Error(`${answer.status}: ${await answer.text()}`);
  return answer.json();
}

/** What stands behind a file's address, to whoever has these headers. */
export const download = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${sharedUrl()}${path}/download`, { headers });

/** The address of the image that a prediction was asked with. */
export const imageOf = ({ input }: Prediction): string => String(input.image);
