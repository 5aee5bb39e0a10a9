import Replicate from "replicate";
import { invite, makeToken } from "./accounts.ts";
import { sharedUrl } from "./api.ts";
import { publishCopy } from "./own-models.ts";

/** A creator with Replicate's client pointed at the shared Vitrine, and a model of two versions, the newer one first. */
export async function startReplicating() {
  const { name: owner, headers } = await invite("creator");
  const { authorization } = await makeToken(headers, { scopes: ["run", "read", "write"] });
  const token = authorization?.replace("Bearer ", "") ?? "";
  const first = await publishCopy(owner, "mine");
  const second = await publishCopy(owner, "mine", {
    "model.yaml": (text) => text.replace(/^title: .*/, "title: The second"),
  });
  const replicate = new Replicate({
    ...{ auth: token, baseUrl: `${sharedUrl()}/v1`, useFileOutput: false },
  });
  const model: `${string}/${string}` = `${owner}/mine`;
  return { replicate, owner, token, model, versions: [second, first] as const };
}
