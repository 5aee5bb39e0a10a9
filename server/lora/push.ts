import { existsSync } from "node:fs";
import fs from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { createRepo, HubApiError, repoExists, uploadFilesWithProgress } from "@huggingface/hub";
import { LoraError } from "./lora-error.ts";
import { modelCard } from "./model-card.ts";

type Destination = {
  /** The hub's address. */
  hub: string;
  /** As `organisation/name`. */
  repo: string;
  token: string;
  isPrivate: boolean;
};

const OWN_HUB = "https://huggingface.co";
const CARD = "README.md";

/**
 * Uploads a folder, an adapter or a model, to a hub of Hugging Face's protocol, as one commit; makes the repository where it
 * is not there, and a model card where the folder has none. `onProgress` is told how many bytes of how many have arrived.
 * Returns the address of what it made. Throws LoraError, also for a token that may not.
 */
export async function pushFolder(
  folder: string,
  destination: Destination,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<string> {
  const { hub, token, isPrivate } = destination;
  const repo = { type: "model" as const, name: destination.repo };
  const files = await filesOf(folder);
  const card = existsSync(path.join(folder, CARD))
    ? []
    : [{ path: CARD, content: new Blob([await modelCard(folder, destination.repo)]) }];
  const target = { repo, accessToken: token, hubUrl: hub };
  try {
    if (!(await repoExists(target)))
      await createRepo({ ...target, ...(isPrivate ? { visibility: "private" } : {}) });
    const uploads = uploadFilesWithProgress({
      ...target,
      files: [
        ...files.map(({ file, name }) => ({ path: name, content: pathToFileURL(file) })),
        ...card,
      ],
      commitTitle: `Upload ${path.basename(folder)}`,
      useXet: hub === OWN_HUB,
    });
    const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
    const arrived = new Map<string, number>();
    for await (const event of uploads) {
      if (event.event !== "fileProgress" || event.state !== "uploading") continue;
      const bytes = files.find(({ name }) => name === event.path)?.bytes ?? 0;
      arrived.set(event.path, event.progress * bytes);
      onProgress(
        [...arrived.values()].reduce((sum, each) => sum + each, 0),
        total,
      );
    }
    onProgress(total, total);
  } catch (error) {
    throw asLoraError(error, destination);
  }
  return new URL(destination.repo, hub).href;
}

/** Every file below a folder, by its name there; what is hidden or was left unfinished is nobody's. */
async function filesOf(folder: string): Promise<{ file: string; name: string; bytes: number }[]> {
  const entries = await fs
    .readdir(folder, { withFileTypes: true, recursive: true })
    .catch((cause) => {
      throw new LoraError(`${folder} is no folder that can be read.`, { cause });
    });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .map((file) => ({ file, name: path.relative(folder, file).split(path.sep).join("/") }))
    .filter(({ name }) => !/(?:^|\/)\.|\.unfinished(?:\/|$)/.test(name));
  if (files.length === 0) throw new LoraError(`${folder} holds no files.`);
  return Promise.all(
    files.map(async (each) => ({ ...each, bytes: (await fs.stat(each.file)).size })),
  );
}

function asLoraError(cause: unknown, { hub, repo }: Destination): unknown {
  if (cause instanceof HubApiError) {
    const { statusCode: status } = cause;
    if (status === 401 || status === 403)
      return new LoraError(
        `${hub} does not let this token write to ${repo}: make one there that may, and set HF_TOKEN to it.`,
        { cause },
      );
    return new LoraError(`${hub} refused ${repo} (${status}): ${cause.message}`, { cause });
  }
  if (cause instanceof TypeError)
    return new LoraError(`${hub} cannot be reached from this machine.`, { cause });
  return cause;
}
