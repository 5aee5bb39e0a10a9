import type { NewModelRequest } from "#contract/account.ts";
import type { ModelRequest } from "#contract/api/model-request.ts";
import type { ModelLinks } from "#contract/links.ts";
import type { Visibility } from "#contract/visibility.ts";
import { isFile, type Weights } from "#contract/weights.ts";
import { INSTALLATION, mayPublish, requireScope, type Viewer } from "./access.ts";
import { DefinitionError } from "./definition-text.ts";
import { requireHardware } from "./hardware.ts";
import { invalidInput, notFound, Problem } from "./problem.ts";
import { publishDefinition } from "./publishing.ts";
import { readForm, starterFiles } from "./starter-files.ts";
import { findLatestVersionId, listLatestVersions, type Version } from "./versions.ts";

/**
 * Publishes a model under its maker's name, private unless `wanted` otherwise, to be made into what it is to be in its
 * Settings. Throws a 404 Problem
 * for who publishes nothing here, a 403 for a token that may not write, and a 422 for a name that is taken or a schema
 * without inputs.
 */
export async function createModel(
  { name, schema }: NewModelRequest,
  viewer: Viewer,
  wanted: { visibility?: Visibility; description?: string | undefined; links?: ModelLinks } = {},
): Promise<Version> {
  if (!mayPublish(viewer)) throw notFound();
  requireScope(viewer, "write");
  const { name: owner } = viewer.account;
  const form = schema === null ? undefined : readForm(schema);
  if (form === null) {
    const description = "holds no inputs: paste an OpenAPI document with an Input schema";
    throw invalidInput([{ type: "invalid", field: "schema", description }]);
  }
  if (await findLatestVersionId(owner, name, INSTALLATION)) {
    const description = `is the name of ${owner}/${name}, which is there already: choose another`;
    throw invalidInput([{ type: "taken", field: "name", description }]);
  }
  const weights = await findWeights(viewer);
  const files = starterFiles(name, { weights, form, visibility: "private", ...wanted });
  return publishDefinition({ owner, name, files, viewer }).catch((error: unknown) => {
    if (!(error instanceof DefinitionError)) throw error;
    const description = `makes a form that cannot be published: ${error.message}`;
    throw invalidInput([{ type: "invalid", field: "schema", description }]);
  });
}

/** The same from the body that Replicate's clients send. Throws Problems as above, and a 422 for another owner or hardware that is not here. */
export async function createModelFrom(request: ModelRequest, viewer: Viewer): Promise<Version> {
  if (!mayPublish(viewer)) throw notFound();
  const { owner, name, visibility, hardware, description } = request;
  if (owner !== viewer.account.name) {
    const description = `is not you: models are made under ${viewer.account.name}, your own name`;
    throw invalidInput([{ type: "invalid", field: "owner", description }]);
  }
  requireHardware(hardware);
  const { github_url: source, paper_url: paper, license_url: license } = request;
  const links = Object.entries({ source, paper, license }).filter(([, link]) => link !== undefined);
  return createModel({ name, schema: null }, viewer, {
    ...{ visibility, description },
    ...(links.length > 0 ? { links: Object.fromEntries(links) } : {}),
  });
}

/** Those of a shipped model, which are here since the first start, or of any other that its maker may know of. */
async function findWeights(viewer: Viewer): Promise<Weights> {
  const all = await listLatestVersions(viewer);
  const versions = all.filter(({ definition }) => isFile(definition.weights));
  const version = versions.find(({ owner }) => owner === INSTALLATION.account.name) ?? versions[0];
  if (version) return version.definition.weights;
  throw new Problem(
    409,
    "No weights",
    "No model is here whose weights a new one could begin with: publish the first from the command line.",
  );
}
