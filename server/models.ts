import type { ModelForm, ModelReadiness } from "#contract/model.ts";
import type { Viewer } from "./access.ts";
import { database } from "./database.ts";
import { readinessOf } from "./inference/engines.ts";
import { limitsOf } from "./inference/limits.ts";
import { getPrediction } from "./predictions.ts";
import { absoluteUrl } from "./presentation.ts";
import {
  findExampleId,
  getLatestVersion,
  getVersion,
  presentVersion,
  type Version,
} from "./versions.ts";

/** The models of the gallery, by owner and name. */
export async function listModels(_viewer: Viewer) {
  const rows = await database().model.findMany({
    where: { latestVersionId: { not: null } },
    orderBy: [{ owner: "asc" }, { name: "asc" }],
    select: { latestVersionId: true, _count: { select: { predictions: true } } },
  });
  return Promise.all(
    rows.map(async ({ latestVersionId, _count }) => {
      const { owner, name, definition } = await getVersion(latestVersionId ?? "");
      const { title, description } = definition;
      return { owner, name, title, description, run_count: _count.predictions };
    }),
  );
}

/** What a visitor's page shows of a model. Throws a 404 Problem where there is none that this viewer may see. */
export async function getModelForm(
  owner: string,
  name: string,
  viewer: Viewer,
): Promise<ModelForm> {
  const version = await getLatestVersion(owner, name);
  const { title, description, weights, inputs, output } = version.definition;
  return {
    ...{ owner, name, title, description, inputs, output, version: version.id },
    weights: { name: weights.name, license: weights.license },
    readiness: await readinessOf(version.definition),
    limits: await limitsOf(version.definition),
    example: await getExample(version, viewer),
  };
}

/** Whether a model could run now. Throws a 404 Problem where there is none that this viewer may see. */
export async function getReadiness(
  owner: string,
  name: string,
  _viewer: Viewer,
): Promise<ModelReadiness> {
  const { definition } = await getLatestVersion(owner, name);
  return readinessOf(definition);
}

async function getExample(version: Version, viewer: Viewer): Promise<ModelForm["example"]> {
  const id = await findExampleId(version.id);
  const prediction = id ? await getPrediction(id, viewer) : null;
  const isDone = prediction?.status === "succeeded";
  return { input: version.example, prediction: isDone ? prediction : null };
}

/** A model as Replicate's API sends it: exactly the keys that its strictest client accepts. */
export async function getModel(owner: string, name: string, viewer: Viewer) {
  const version = await getLatestVersion(owner, name);
  const runCount = await database().prediction.count({ where: { modelId: version.modelId } });
  const { prediction } = await getExample(version, viewer);
  return {
    url: absoluteUrl(`/${owner}/${name}`),
    owner,
    name,
    description: version.definition.description,
    visibility: "public",
    github_url: null,
    paper_url: null,
    license_url: null,
    run_count: runCount,
    cover_image_url: null,
    default_example: prediction,
    latest_version: presentVersion(version),
  };
}
