import path from "node:path";
import { INSTALLATION } from "#server/access.ts";
import { DefinitionError } from "#server/definition-text.ts";
import { enginesFor } from "#server/inference/registry.ts";
import { createPrediction, getPrediction } from "#server/predictions.ts";
import { publishFolder } from "#server/publishing.ts";
import { chosenFor, shippedFolders } from "#server/shipped-weights.ts";
import { findExampleId, getLatestVersion, setExample, type Version } from "#server/versions.ts";
import { say } from "./terminal.ts";

const OWNER = "vitrine";

/**
 * Publishes every model under models/ and queues the example of each version that has none yet; says which folders are
 * not right. Nobody asked for this, so it never undoes what was pinned by hand: a new release's versions are then only
 * there to be chosen. Returns what was published and what is current, as both may be run.
 */
export async function publishShipped(): Promise<Version[]> {
  const versions: Version[] = [];
  for (const folder of shippedFolders()) {
    const name = path.basename(folder);
    try {
      const options = { keepsPin: true, weights: chosenFor(folder) };
      const version = await publishFolder(folder, OWNER, options);
      const current = await getLatestVersion(OWNER, name, INSTALLATION);
      await ensureExample(version);
      versions.push(current, ...(current.id === version.id ? [] : [version]));
    } catch (error) {
      if (!(error instanceof DefinitionError)) throw error;
      say(`models/${name} was not published:\n${error.message}`);
    }
  }
  return versions;
}

async function ensureExample(version: Version) {
  if (enginesFor(version.definition).length === 0) return; // it would wait for one for ever
  const viewer = INSTALLATION;
  const id = await findExampleId(version.id);
  const { status } = id ? await getPrediction(id, viewer) : { status: "failed" };
  if (status !== "failed" && status !== "canceled") return;
  const input = version.example;
  const made = await createPrediction({ version, input, source: "web", viewer });
  await setExample(version.id, made.id);
}
