import type { ModelDefinition } from "#contract/definition.ts";
import { inputJsonSchema } from "#contract/inputs/input-schema.ts";
import type { InputValues } from "#contract/inputs/values.ts";
import { isWhole } from "#contract/outputs/declaration.ts";
import type { Viewer } from "./access.ts";
import { database } from "./database.ts";
import type { DefinitionFiles } from "./definition-folder.ts";
import { notFound } from "./problem.ts";
import { shared } from "./shared.ts";
import { listedFor, seenBy } from "./visibility.ts";

export type Version = {
  id: string;
  modelId: string;
  owner: string;
  name: string;
  createdAt: Date;
  definition: ModelDefinition;
  example: InputValues;
};

/** The texts that a version was published from; empty for one of before they were kept. Throws a 404 Problem where there is none. */
export async function getDefinitionFiles(id: string): Promise<Partial<DefinitionFiles>> {
  const row = await database().version.findUnique({ where: { id }, select: { files: true } });
  if (!row) throw notFound();
  return row.files as Partial<DefinitionFiles>; // written by publishDefinition
}

/** A version by its id, for whoever may see its model already. Immutable, so kept in memory. Throws a 404 Problem where there is none. */
export async function getVersion(id: string): Promise<Version> {
  const cache = versionsInMemory();
  const cached = cache.get(id);
  if (cached) return cached;
  if (!/^[0-9a-f]{64}$/.test(id)) throw notFound();
  const row = await database().version.findUnique({ where: { id }, include: { model: true } });
  if (!row) throw notFound();
  const { owner, name } = row.model;
  const version: Version = {
    ...{ id, owner, name, modelId: row.modelId, createdAt: row.createdAt },
    definition: row.definition as unknown as ModelDefinition, // written by publishDefinition after validation
    example: row.example as unknown as InputValues,
  };
  cache.set(id, version);
  return version;
}

const versionsInMemory = () => shared("versions", () => new Map<string, Version>());

/** Drops versions that were deleted: the same may be published anew, for another model of that name. */
export function forgetVersions(ids: string[]): void {
  for (const id of ids) versionsInMemory().delete(id);
}

/** The id of the version that a model shows and runs, or null where there is no such model for this viewer. */
export async function findLatestVersionId(
  owner: string,
  name: string,
  viewer: Viewer,
): Promise<string | null> {
  const model = await database().model.findFirst({
    where: { owner, name, ...seenBy(viewer) },
    select: { latestVersionId: true },
  });
  return model?.latestVersionId ?? null;
}

/** The version that a model shows and runs. Throws a 404 Problem where there is no such model for this viewer. */
export async function getLatestVersion(
  owner: string,
  name: string,
  viewer: Viewer,
): Promise<Version> {
  const id = await findLatestVersionId(owner, name, viewer);
  if (!id) throw notFound();
  return getVersion(id);
}

/** The version that each model of a viewer's lists shows and runs, by owner and name. */
export async function listLatestVersions(viewer: Viewer): Promise<Version[]> {
  const rows = await database().model.findMany({
    where: { latestVersionId: { not: null }, ...listedFor(viewer) },
    orderBy: [{ owner: "asc" }, { name: "asc" }],
    select: { latestVersionId: true },
  });
  return Promise.all(rows.map(({ latestVersionId }) => getVersion(latestVersionId ?? "")));
}

/** A version by what Replicate's clients call it: 64 hex digits, `owner/name:hex`, or `owner/name` for the latest. */
export async function getVersionByReference(reference: string, viewer: Viewer): Promise<Version> {
  const [, owner, name, id] = reference.match(/^(?:([\w-]+)\/([\w-]+))?:?([0-9a-f]{64})?$/) ?? [];
  if (owner && name && !id) return getLatestVersion(owner, name, viewer);
  const seen = { id: id ?? "", model: seenBy(viewer) };
  if (!(await database().version.findFirst({ where: seen, select: { id: true } })))
    throw notFound();
  const version = await getVersion(seen.id);
  if (owner && (version.owner !== owner || version.name !== name)) throw notFound();
  return version;
}

/** Every version of a model, newest first. Throws a 404 Problem where there is no such model for this viewer. */
export async function listVersions(
  owner: string,
  name: string,
  viewer: Viewer,
): Promise<Version[]> {
  const rows = await database().version.findMany({
    where: { model: { owner, name, ...seenBy(viewer) } },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    select: { id: true },
  });
  if (rows.length === 0) throw notFound();
  return Promise.all(rows.map(({ id }) => getVersion(id)));
}

/** A version as Replicate's API sends it. */
export const presentVersion = (version: Version) => ({
  id: version.id,
  created_at: version.createdAt.toISOString(),
  cog_version: "0.16.0", // clients refuse what is no version number, and read arrays differently below 0.3.9
  openapi_schema: openApiSchema(version.definition),
});

const WHOLE_OUTPUT = { type: "string", format: "uri", title: "Output" };
const STREAMED_OUTPUT = {
  type: "array",
  title: "Output",
  items: { type: "string" },
  "x-cog-array-type": "iterator",
  "x-cog-array-display": "concatenate",
};

/** The OpenAPI document of a version in Cog's form: inputs, and an output that is a growing list of text chunks, or one text. */
function openApiSchema(definition: ModelDefinition) {
  return {
    openapi: "3.0.2",
    info: { title: "Cog", version: "0.1.0" },
    paths: {},
    components: {
      schemas: {
        Input: inputJsonSchema(definition.inputs),
        Output: isWhole(definition.output) ? WHOLE_OUTPUT : STREAMED_OUTPUT,
      },
    },
  };
}

/** The stored prediction that shows what a version does, or null before it has been made. */
export async function findExampleId(versionId: string): Promise<string | null> {
  const row = await database().version.findUnique({
    where: { id: versionId },
    select: { exampleId: true },
  });
  return row?.exampleId ?? null;
}

/** Makes a prediction the version's example. */
export async function setExample(versionId: string, exampleId: string): Promise<void> {
  await database().version.update({ where: { id: versionId }, data: { exampleId } });
}
