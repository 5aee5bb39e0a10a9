import type { ModelDefinition } from "#contract/definition.ts";
import { type InputValues, offeredInputs, takesFile } from "#contract/inputs/values.ts";
import type { ModelForm, ModelReadiness, PredictionForm } from "#contract/model.ts";
import type { Prediction } from "#contract/prediction.ts";
import { describeTerms } from "#contract/terms.ts";
import { mayInspect, mayManage, type Owned, type Viewer } from "./access.ts";
import { database } from "./database.ts";
import { listGallery } from "./gallery.ts";
import { readinessOf } from "./inference/engines.ts";
import { limitsOf } from "./inference/limits.ts";
import { getPrediction } from "./predictions.ts";
import { absoluteUrl } from "./presentation.ts";
import {
  findExampleId,
  getLatestVersion,
  getVersionByReference,
  listLatestVersions,
  presentVersion,
  type Version,
} from "./versions.ts";
import { visibilityOf } from "./visibility.ts";

const SEARCH_MAX = 200;

/** The models that are listed for someone, by owner and name, as Replicate's API sends them. */
export async function listModels(viewer: Viewer) {
  const versions = await listLatestVersions(viewer);
  return Promise.all(versions.map(({ owner, name }) => getModel(owner, name, viewer)));
}

/** Those of them that hold every word that is looked for, the most used first. */
export async function searchModels(text: string, viewer: Viewer) {
  const q = text.trim().replace(/^"(.*)"$/s, "$1"); // one of Replicate's clients sends it as JSON
  const { entries } = await listGallery(
    { q: q.slice(0, SEARCH_MAX), sort: "runs", page: 1 },
    viewer,
  );
  return Promise.all(entries.map(({ owner, name }) => getModel(owner, name, viewer)));
}

/** What a visitor's page shows of a model. Throws a 404 Problem where there is none that this viewer may see. */
export async function getModelForm(
  owner: string,
  name: string,
  viewer: Viewer,
): Promise<ModelForm> {
  const version = await getLatestVersion(owner, name, viewer);
  const { title, description, weights, inputs, output } = version.definition;
  return {
    ...{ owner, name, title, description, output, version: version.id },
    inputs: offeredInputs(inputs),
    visibility: await visibilityOf(version),
    rights: rightsOf(viewer, version),
    weights: { name: weights.name, license: weights.license },
    readiness: await readinessOf(version.definition),
    limits: await limitsOf(version.definition),
    links: version.definition.links ?? {},
    terms: describeTerms(version.definition),
    example: await getExample(version, viewer),
  };
}

/**
 * What a prediction's page shows of its model: the form and the output as they were in the version that made it, and the
 * title that the model has now. Throws a 404 Problem where there is no such model for this viewer.
 */
export async function getPredictionForm(
  prediction: Pick<Prediction, "version" | "raw">,
  viewer: Viewer,
): Promise<PredictionForm> {
  const { owner, name, definition } = await getVersionByReference(prediction.version, viewer);
  const current = await getLatestVersion(owner, name, viewer);
  const { inputs, output }: Pick<ModelDefinition, "inputs" | "output"> = prediction.raw
    ? { inputs: [], output: { kind: "text" } }
    : definition;
  return {
    ...{ owner, name, title: current.definition.title, output },
    inputs: offeredInputs(inputs),
    rights: rightsOf(viewer, { owner, name }),
    current_version: current.id,
    readiness: await readinessOf(definition),
  };
}

const rightsOf = (viewer: Viewer, model: Owned): ModelForm["rights"] => ({
  manage: mayManage(viewer, model),
  inspect: mayInspect(viewer, model),
});

/** Whether a model could run now. Throws a 404 Problem where there is none that this viewer may see. */
export async function getReadiness(
  owner: string,
  name: string,
  viewer: Viewer,
): Promise<ModelReadiness> {
  const { definition } = await getLatestVersion(owner, name, viewer);
  return readinessOf(definition);
}

/** A model's README as its creator wrote it, in Markdown; empty where there is none. Throws a 404 Problem as above. */
export async function getReadme(owner: string, name: string, viewer: Viewer): Promise<string> {
  return (await getLatestVersion(owner, name, viewer)).definition.readme ?? "";
}

async function getExample(version: Version, viewer: Viewer): Promise<ModelForm["example"]> {
  const id = await findExampleId(version.id);
  const prediction = id ? await getPrediction(id, viewer) : null;
  if (prediction?.status !== "succeeded") return { input: version.example, prediction: null };
  return { input: withSentFiles(version, prediction), prediction };
}

/** Its files by the addresses that they have got: in a page and in code that is read, they are short. */
function withSentFiles({ definition, example }: Version, { input }: Prediction): InputValues {
  const files = definition.inputs.filter(takesFile).filter(({ name }) => name in input);
  return {
    ...example,
    ...Object.fromEntries(files.map(({ name }) => [name, input[name] ?? null])),
  };
}

/** A model as Replicate's API sends it: exactly the keys that its strictest client accepts. */
export async function getModel(owner: string, name: string, viewer: Viewer) {
  const version = await getLatestVersion(owner, name, viewer);
  const runCount = await database().prediction.count({ where: { modelId: version.modelId } });
  const { prediction } = await getExample(version, viewer);
  const { links } = version.definition;
  return {
    url: absoluteUrl(`/${owner}/${name}`),
    owner,
    name,
    description: version.definition.description,
    // Replicate knows two: what is in no list is not public to it.
    visibility: (await visibilityOf(version)) === "public" ? "public" : "private",
    github_url: links?.source ?? null,
    paper_url: links?.paper ?? null,
    license_url: links?.license ?? null,
    run_count: runCount,
    cover_image_url: null,
    default_example: prediction,
    latest_version: presentVersion(version),
  };
}
