import path from "node:path";
import type { ModelDefinition } from "#contract/definition.ts";
import { slug } from "#contract/names.ts";
import { INSTALLATION, type Viewer } from "./access.ts";
import { actorOf, record } from "./audit.ts";
import { database } from "./database.ts";
import { type DefinitionFiles, readDefinitionFiles } from "./definition-folder.ts";
import { DefinitionError } from "./definition-text.ts";
import { canonicalJson, sha256 } from "./digest.ts";
import type { Prisma } from "./generated/client.ts";
import { readFolderWith } from "./other-weights.ts";
import { withOwnAdapter } from "./own-adapter.ts";
import { storeOwnFiles } from "./own-files.ts";
import { Problem } from "./problem.ts";
import { getVersion, type Version } from "./versions.ts";
import { visibilityToSet } from "./visibility.ts";

/** Publishes the folder of a model under the folder's name, with other weights where `weights` names them; `keepsPin` as below. Throws DefinitionError for one that is not right. */
export async function publishFolder(
  folder: string,
  owner: string,
  { keepsPin = false, weights = null }: { keepsPin?: boolean; weights?: string | null } = {},
): Promise<Version> {
  const files = await withOwnAdapter(folder, await readFolderWith(folder, weights));
  return publishDefinition({ owner, name: path.basename(folder), files, folder, keepsPin });
}

/**
 * Publishes a model from its texts: the version id is the SHA-256 of the canonical definition, so what says the same is
 * the same version. It becomes the current one, except that an older one that was pinned by hand stays so where this one
 * was there already, or where nobody asked for it (`keepsPin`). `folder` heads the file names in complaints, and may have weights
 * and an adapter, which go into the store; `base` is the
 * version that has to be current still. Throws DefinitionError for texts that are not right, and a 409 Problem where
 * another version has become current.
 */
export async function publishDefinition(publication: {
  owner: string;
  name: string;
  files: DefinitionFiles;
  folder?: string;
  keepsPin?: boolean;
  base?: string;
  viewer?: Viewer;
}): Promise<Version> {
  const { owner, name, files, folder, keepsPin = false, base, viewer = INSTALLATION } = publication;
  const { id, definition, example } = prepareVersion(publication);
  if (folder !== undefined) await storeOwnFiles(folder, files, definition);
  const json = definition as Prisma.InputJsonObject; // parsed from JSON and YAML, so it is JSON
  await database().$transaction(async (db) => {
    const { id: modelId } = await db.model.upsert({
      where: { owner_name: { owner, name } },
      create: { owner, name },
      update: {},
    });
    // One at a time: two new versions would each keep the other from becoming the current one.
    await db.$queryRaw`SELECT id FROM models WHERE id = ${modelId}::uuid FOR UPDATE`;
    const model = await db.model.findUniqueOrThrow({
      where: { id: modelId },
      include: { latestVersion: { select: { definition: true } } },
    });
    if (base !== undefined && model.latestVersionId !== base) throw publishedMeanwhile();
    const isNew = (await db.version.count({ where: { id } })) === 0;
    await db.version.upsert({
      where: { id },
      create: { id, modelId: model.id, definition: json, example, files },
      update: { files }, // comments may differ where all that counts is the same
    });
    const former = model.latestVersion?.definition as ModelDefinition | undefined;
    const visibility = visibilityToSet(definition, former ?? null);
    await db.model.updateMany({
      where: { id: model.id, ...(isNew && !keepsPin ? {} : { pinned: false }) },
      data: { latestVersionId: id, visibility, pinned: false },
    });
    if (model.latestVersionId !== id)
      await record(db, actorOf(viewer), "version.publish", `${owner}/${name}`, { id });
  });
  return getVersion(id);
}

/** The version that a model's texts would make, with the id that it would have. Throws DefinitionError for texts that are not right. */
export function prepareVersion(publication: {
  owner: string;
  name: string;
  files: DefinitionFiles;
  folder?: string;
}) {
  const { owner, name, files, folder } = publication;
  if (!slug.safeParse(name).success) {
    const message = "a model's name may hold lower-case letters, digits, -";
    throw new DefinitionError({ file: folder ?? name, line: null, message });
  }
  const { definition, example } = readDefinitionFiles(files, folder);
  return { id: sha256(canonicalJson({ owner, name, definition, example })), definition, example };
}

const publishedMeanwhile = (): Problem =>
  new Problem(
    409,
    "Published meanwhile",
    "Another version has become current since you began: compare yours with it, then publish again. Nothing was published, and your text is still here.",
  );
