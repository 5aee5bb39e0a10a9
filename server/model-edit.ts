import { parseDocument } from "yaml";
import type { ModelChanges } from "#contract/api/model-request.ts";
import { INSTALLATION, type Owned, requireMayManage, type Viewer } from "./access.ts";
import { setCurrentVersion } from "./current-version.ts";
import type { DefinitionFiles } from "./definition-folder.ts";
import { publishDraft } from "./drafts.ts";
import { getVersionFiles } from "./version-card.ts";
import { getLatestVersion } from "./versions.ts";
import { setVisibility } from "./visibility.ts";

/** Our names of what Replicate's API calls otherwise. */
const LINKS = { github_url: "source", paper_url: "paper", license_url: "license" } as const;

/**
 * Changes a model: what stands in its files makes a version, which becomes the current one. Whom it is shown to comes last,
 * so that nothing is changed by half where the other is refused. Throws a 404 Problem for who does not manage the model, a 403 for a token that
 * may not, and a 422 for what no model may say.
 */
export async function changeModel(
  model: Owned,
  { visibility, version, ...texts }: ModelChanges,
  viewer: Viewer,
): Promise<void> {
  requireMayManage(viewer, model);
  if (version !== undefined) await setCurrentVersion(model, version, viewer);
  if (Object.values(texts).some((value) => value !== undefined))
    await editFiles(model, texts, viewer);
  if (visibility) await setVisibility(model, visibility, viewer);
}

type Texts = Omit<ModelChanges, "visibility" | "version">;

async function editFiles(model: Owned, texts: Texts, viewer: Viewer): Promise<void> {
  // By whoever may write, even with a token that may read nothing.
  const current = await getLatestVersion(model.owner, model.name, INSTALLATION);
  const kept = await getVersionFiles(current);
  const files = Object.fromEntries(kept.map(({ name, text }) => [name, text])) as DefinitionFiles;
  const definition = parseDocument(files["model.yaml"]);
  if (texts.description !== undefined) definition.set("description", texts.description);
  for (const [key, name] of Object.entries(LINKS)) {
    const link = texts[key as keyof typeof LINKS];
    if (link) definition.setIn(["links", name], link);
    else if (link === null) definition.deleteIn(["links", name]);
  }
  const readme = texts.readme === undefined ? {} : { "README.md": texts.readme };
  const edited = { ...files, "model.yaml": String(definition), ...readme };
  await publishDraft(model, { files: edited, base: current.id }, viewer);
}
