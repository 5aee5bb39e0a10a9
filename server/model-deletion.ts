import { INSTALLATION, type Owned, requireMayManage, type Viewer } from "./access.ts";
import { actorOf, record } from "./audit.ts";
import { database } from "./database.ts";
import { erasePredictions } from "./deletion.ts";
import type { Prisma } from "./generated/client.ts";
import { tellAll } from "./notifications.ts";
import { notFound, Problem } from "./problem.ts";
import { getVersionOf } from "./version-card.ts";
import { forgetVersions } from "./versions.ts";

const BATCH_SIZE = 500;

/**
 * Deletes a private model for good, with its versions and everything that was run on it. Throws a 404 Problem for who does
 * not manage it, a 403 for a token that may not, and a 409 while others may be using it.
 */
export async function deleteModel({ owner, name }: Owned, viewer: Viewer): Promise<void> {
  requireMayManage(viewer, { owner, name });
  const model = await database().model.findUnique({
    where: { owner_name: { owner, name } },
    include: { versions: { select: { id: true } } },
  });
  if (!model) throw notFound();
  if (model.visibility !== "private")
    throw inUse("Others can see this model: make it private first, then delete it.");
  const ids = model.versions.map(({ id }) => id);
  await requireUndeployed(ids);
  await erase({ modelId: model.id });
  const db = database();
  await db.$transaction([
    db.model.update({ where: { id: model.id }, data: { latestVersionId: null } }),
    db.prediction.deleteMany({ where: { modelId: model.id } }),
    db.version.deleteMany({ where: { modelId: model.id } }),
    db.model.delete({ where: { id: model.id } }),
    record(db, actorOf(viewer), "model.delete", `${owner}/${name}`),
  ]);
  await announce(ids);
}

/** Deletes a version with everything that was run on it. Throws Problems as above, and a 409 for the one that the model shows. */
export async function deleteVersion(model: Owned, id: string, viewer: Viewer): Promise<void> {
  requireMayManage(viewer, model);
  const version = await getVersionOf({ ...model, id }, INSTALLATION);
  const isCurrent = await database().model.count({ where: { latestVersionId: id } });
  if (isCurrent > 0)
    throw inUse("The model shows this version: make another one the current one first.");
  await requireUndeployed([version.id]);
  await erase({ versionId: id });
  const db = database();
  await db.$transaction([
    db.prediction.deleteMany({ where: { versionId: id } }),
    db.version.delete({ where: { id } }),
    record(db, actorOf(viewer), "version.delete", `${model.owner}/${model.name}`, { id }),
  ]);
  await announce([id]);
}

async function requireUndeployed(versionIds: string[]): Promise<void> {
  const release = await database().deploymentRelease.findFirst({
    where: { versionId: { in: versionIds } },
    select: { deployment: { select: { owner: true, name: true } } },
  });
  if (!release) return;
  const { owner, name } = release.deployment;
  throw inUse(
    `The deployment ${owner}/${name} runs it, or could go back to it: delete that first.`,
  );
}

/** Everything big or personal goes in parts, so that no statement holds up a whole database. */
async function erase(whose: Prisma.PredictionWhereInput): Promise<void> {
  for (;;) {
    const unfinished = await database().prediction.count({
      where: { ...whose, state: { in: ["queued", "running"] } },
    });
    if (unfinished > 0)
      throw inUse("Predictions are running on it: wait for their end, or cancel them.");
    const rows = await database().prediction.findMany({
      where: { ...whose, deletedAt: null },
      select: { id: true },
      take: BATCH_SIZE,
    });
    if (rows.length === 0) return;
    await erasePredictions(rows.map(({ id }) => id));
  }
}

/** Every process has versions in memory. */
async function announce(ids: string[]): Promise<void> {
  forgetVersions(ids);
  await tellAll({ type: "deleted-versions", ids });
}

const inUse = (detail: string): Problem => new Problem(409, "In use", detail);
