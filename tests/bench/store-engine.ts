import path from "node:path";
import { env } from "#server/env.ts";
import { startFolderEngine } from "../support/folder-engine.ts";

/** The bundled engine over this installation's store of weights, with the settings that `npm start` would give it. */
export async function startStoreEngine(): Promise<{
  url: string;
  token: string;
  stop(): Promise<void>;
}> {
  const engine = await startFolderEngine(path.resolve(env().VITRINE_DATA, "weights"));
  return { url: engine.url, token: engine.token, stop: engine.stop };
}
