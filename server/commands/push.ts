import path from "node:path";
import { env, SettingError, secretFrom } from "#server/env.ts";
import { say, withProgress } from "#server/launch/terminal.ts";
import { pushFolder } from "#server/lora/push.ts";

/** `push FOLDER ORGANISATION/NAME` of the command line, with the token in HF_TOKEN and no other. Throws SettingError and LoraError. */
export async function runPushCommand(
  folder: string,
  repo: string,
  { isPrivate }: { isPrivate: boolean },
): Promise<void> {
  if (!/^[\w.-]+\/[\w.-]+$/.test(repo))
    throw new SettingError(`${repo}: write where it goes as organisation/name.`);
  const token = secretFrom("HF_TOKEN");
  if (!token)
    throw new SettingError(
      "Set HF_TOKEN to a token of the hub that may write: nothing is pushed without one of yours.",
    );
  const hub = env().HF_ENDPOINT.replace(/\/$/, "");
  const destination = { hub, repo, token, isPrivate };
  const address = await withProgress("Pushing", (update) =>
    pushFolder(path.resolve(folder), destination, update),
  );
  say(`It is at ${address}`);
}
