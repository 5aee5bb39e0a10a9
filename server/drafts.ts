import { z } from "zod";
import { type DraftCheck, type DraftFiles, FILE_NAMES } from "#contract/draft.ts";
import { offeredInputs } from "#contract/inputs/values.ts";
import { describeTerms } from "#contract/terms.ts";
import { INSTALLATION, type Owned, requireMayManage, type Viewer } from "./access.ts";
import { database } from "./database.ts";
import type { DefinitionFiles } from "./definition-folder.ts";
import { DefinitionError } from "./definition-text.ts";
import { invalidInput, notFound } from "./problem.ts";
import { prepareVersion, publishDefinition } from "./publishing.ts";
import { getVersionFiles } from "./version-card.ts";
import { changesBetween, diffFiles } from "./version-comparison.ts";
import { findLatestVersionId, getLatestVersion, type Version } from "./versions.ts";

/** What all files of a model may take together, as JSON. */
export const DRAFT_BYTES_MAX = 4 * 1024 * 1024;

/** The texts of a model's files by their names; what of them is too long is said with the other mistakes. */
export const draftFiles = z.strictObject(
  Object.fromEntries(FILE_NAMES.map((name) => [name, z.string().optional()])),
) as z.ZodType<DraftFiles>;

/**
 * What publishing these texts for a model would come to, without doing it. Throws a 404 Problem for who does not manage
 * the model, and a 403 for a token that may not.
 */
export async function checkDraft(
  model: Owned,
  files: DraftFiles,
  viewer: Viewer,
): Promise<DraftCheck> {
  requireMayManage(viewer, model);
  const current = await getLatestVersion(model.owner, model.name, viewer);
  try {
    return await describeDraft(current, wholeFiles(files));
  } catch (error) {
    if (error instanceof DefinitionError) return { ok: false, mistakes: error.mistakes };
    throw error;
  }
}

async function describeDraft(current: Version, files: DefinitionFiles): Promise<DraftCheck> {
  const { owner, name } = current;
  const { id, definition, example } = prepareVersion({ owner, name, files });
  const { title, description, inputs, output } = definition;
  return {
    ok: true,
    version: id,
    exists: (await database().version.count({ where: { id } })) > 0,
    form: {
      ...{ title, description, output, example },
      inputs: offeredInputs(inputs),
      terms: describeTerms(definition),
    },
    changes: changesBetween(current.definition, definition),
    files: diffFiles(await getVersionFiles(current), listFiles(files)),
  };
}

/**
 * Publishes these texts as a model's new version, which becomes the current one. `base` is the version that they were
 * made from. Throws Problems as above, a 422 that names each mistake with its file and line, and a 409 where another
 * version has become current since.
 */
export async function publishDraft(
  { owner, name }: Owned,
  { files, base }: { files: DraftFiles; base: string },
  viewer: Viewer,
): Promise<Version> {
  requireMayManage(viewer, { owner, name });
  // By whoever may write, even with a token that may read nothing.
  if (!(await findLatestVersionId(owner, name, INSTALLATION))) throw notFound();
  try {
    return await publishDefinition({ owner, name, files: wholeFiles(files), base, viewer });
  } catch (error) {
    if (!(error instanceof DefinitionError)) throw error;
    throw invalidInput(
      error.mistakes.map(({ file, line, message }) => ({
        ...{ type: "invalid", field: `files.${file}` },
        description: line === null ? message : `line ${line}: ${message}`,
      })),
    );
  }
}

/** An empty text is a file that is not there, but for the one that always is. */
function wholeFiles(files: DraftFiles): DefinitionFiles {
  const filled = Object.entries(files).filter(([, text]) => text !== undefined && text !== "");
  return { "model.yaml": "", ...Object.fromEntries(filled) };
}

const listFiles = (files: DefinitionFiles) =>
  FILE_NAMES.flatMap((name) => {
    const text = files[name];
    return text === undefined ? [] : [{ name, text }];
  });
