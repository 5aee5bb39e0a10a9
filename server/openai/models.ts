import type { Viewer } from "#server/access.ts";
import { notFound } from "#server/problem.ts";
import { getVersionByReference, listLatestVersions, type Version } from "#server/versions.ts";

/** The models of a viewer's lists that take prompts, as OpenAI's API sends them. */
export async function listRawModels(viewer: Viewer) {
  const versions = await listLatestVersions(viewer);
  const data = versions.filter(({ definition }) => definition.rawPrompts).map(presentRawModel);
  return { object: "list", data };
}

/** One of them. Throws a 404 Problem for one that takes no prompts, and for what is not there for this viewer. */
export async function getRawModel(reference: string, viewer: Viewer) {
  const version = await getVersionByReference(reference, viewer);
  if (!version.definition.rawPrompts) throw notFound();
  return { ...presentRawModel(version), id: reference };
}

const presentRawModel = ({ owner, name, createdAt }: Version) => ({
  id: `${owner}/${name}`,
  object: "model",
  created: Math.floor(createdAt.getTime() / 1_000),
  owned_by: owner,
});
