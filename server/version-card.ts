import { FILE_NAMES } from "#contract/draft.ts";
import { offeredInputs } from "#contract/inputs/values.ts";
import type { VersionCard, VersionFiles } from "#contract/version.ts";
import { mayInspect, type Viewer } from "./access.ts";
import { enginesFor } from "./inference/registry.ts";
import { notFound } from "./problem.ts";
import {
  getDefinitionFiles,
  getLatestVersion,
  getVersionByReference,
  type Version,
} from "./versions.ts";

/** What everybody may know of a model's current version. Throws a 404 Problem where there is no such model for this viewer. */
export async function getCurrentCard(
  owner: string,
  name: string,
  viewer: Viewer,
): Promise<VersionCard> {
  return cardOf(await getLatestVersion(owner, name, viewer));
}

/** A version of a model, with the texts it was published from for those who may inspect it. Throws a 404 Problem as above, and for a version of another model. */
export async function getVersionCard(
  reference: { owner: string; name: string; id: string },
  viewer: Viewer,
): Promise<{ card: VersionCard; files: VersionFiles | null }> {
  const version = await getVersionOf(reference, viewer);
  const files = mayInspect(viewer, version) ? await getVersionFiles(version) : null;
  return { card: cardOf(version), files };
}

/** The texts that a version was published from, for those who may inspect it; of an old one that did not keep them, what its definition holds. */
export async function getVersionFiles({ id, definition }: Version): Promise<VersionFiles> {
  const { prompt, readme } = definition;
  const kept = await getDefinitionFiles(id);
  // Versions of before their texts were kept have their prompt in one template.
  const template = typeof prompt === "string" ? { "prompt.liquid": prompt } : {};
  const texts = { ...template, ...(readme ? { "README.md": readme } : {}), ...kept };
  return FILE_NAMES.flatMap((name) => {
    const text = texts[name as keyof typeof texts];
    return text === undefined ? [] : [{ name, text }];
  });
}

/** A version by its model and its whole id. Throws a 404 Problem as above. */
export async function getVersionOf(
  { owner, name, id }: { owner: string; name: string; id: string },
  viewer: Viewer,
): Promise<Version> {
  if (!/^[0-9a-f]{64}$/.test(id)) throw notFound();
  return getVersionByReference(`${owner}/${name}:${id}`, viewer);
}

/** What of a version everybody may know who sees its model. */
function cardOf({ id, createdAt, definition }: Version): VersionCard {
  const { title, description, readme, inputs, output, sampling, weights, adapter } = definition;
  return {
    ...{ id, title, description, output, sampling },
    inputs: offeredInputs(inputs),
    created_at: createdAt.toISOString(),
    readme: readme?.trim() ? readme : null,
    weights: { name: weights.name, license: weights.license },
    adapter: adapter ? { name: adapter.name, license: adapter.license } : null,
    context_length: weights.contextLength,
    engines: enginesFor(definition).map((entry) => (entry.settings ? entry.name : null)),
  };
}
