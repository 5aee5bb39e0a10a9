import { type ModelLimits, VISITORS_PER_ADDRESS } from "#contract/terms.ts";
import { mayManage, type Owned, type Viewer } from "./access.ts";
import { requireFewAttempts, triesLeft } from "./attempts.ts";
import { database } from "./database.ts";
import { getVersion } from "./versions.ts";

const WINDOW_MINUTES = 60;

/**
 * Counts one prediction towards a model's limits. Throws a 429 Problem, and counts nothing, where it is one too many for
 * who asks or for all together. Whoever manages the model is not counted. Returns what `forgetAttempts` takes.
 */
export async function countTowardsLimits(
  model: Owned,
  limits: ModelLimits | undefined,
  viewer: Viewer,
): Promise<bigint[]> {
  const counted = limitsFor(model, limits, viewer);
  if (counted.length === 0) return [];
  return requireFewAttempts(counted, {
    windowMinutes: WINDOW_MINUTES,
    what: "runs of this model",
    isForgiving: true,
  });
}

/** What is left of a model's limits for who asks, as headers of an answer in the form of Replicate's API; none where none counts. */
export async function limitHeaders(
  model: Owned & { modelId: string },
  viewer: Viewer,
): Promise<Record<string, string>> {
  const limits = await currentLimits(model);
  const left = await triesLeft(limitsFor(model, limits, viewer), WINDOW_MINUTES);
  if (!left) return {};
  return {
    "ratelimit-remaining": String(left.remaining),
    "ratelimit-reset": String(left.resetSeconds),
  };
}

/** Those of the version that the model shows and runs, whichever was asked for. */
async function currentLimits({ modelId }: { modelId: string }): Promise<ModelLimits | undefined> {
  const model = await database().model.findUnique({
    where: { id: modelId },
    select: { latestVersionId: true },
  });
  const id = model?.latestVersionId;
  return id ? (await getVersion(id)).definition.limits : undefined;
}

function limitsFor(model: Owned, limits: ModelLimits | undefined, viewer: Viewer) {
  if (!limits || mayManage(viewer, model)) return [];
  const { visitorPerHour, linkPerHour } = limits;
  const name = `run:${model.owner}/${model.name}`;
  return [
    ...(visitorPerHour ? limitsOfVisitor(name, visitorPerHour, viewer) : []),
    ...(linkPerHour ? [{ key: name, max: linkPerHour }] : []),
  ];
}

/** A browser can throw its cookie away, and many can share an address. */
const limitsOfVisitor = (name: string, max: number, { visitor, address }: Viewer) => [
  ...(visitor === null ? [] : [{ key: `${name}:visitor:${visitor}`, max }]),
  ...(address === null
    ? []
    : [{ key: `${name}:address:${address}`, max: max * VISITORS_PER_ADDRESS }]),
];
