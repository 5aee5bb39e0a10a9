import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { INSTALLATION } from "#server/access.ts";
import { DefinitionError } from "#server/definition-text.ts";
import { enginesFor } from "#server/inference/registry.ts";
import { createPrediction, getPrediction } from "#server/predictions.ts";
import { publishFolder } from "#server/publishing.ts";
import { findExampleId, getLatestVersion, setExample, type Version } from "#server/versions.ts";
import { say } from "./terminal.ts";

const FOLDER = fileURLToPath(new URL("../../models", import.meta.url));
const OWNER = "vitrine";

/**
 * Publishes every folder under models/ and queues the example of each version that has none yet; says which folders are
 * not right. Nobody asked for this, so it never undoes what was pinned by hand: a new release's versions are then only
 * there to be chosen. Returns what was published and what is current, as both may be run.
 */
export async function publishShipped(): Promise<Version[]> {
  const folders = fs.readdirSync(FOLDER, { withFileTypes: true }).filter((e) => e.isDirectory());
  const versions: Version[] = [];
  for (const { name } of folders) {
    try {
      const version = await publishFolder(path.join(FOLDER, name), OWNER, { keepsPin: true });
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
