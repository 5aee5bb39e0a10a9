import type { Prediction } from "#contract/prediction.ts";
import {
  narrowShare,
  type Share,
  type SharedPrediction,
  type ShareLifetime,
  type ShareRequest,
  type ShareScope,
} from "#contract/share.ts";
import { mayManage, namesOf, requireScope, type Viewer } from "#server/access.ts";
import { newSecret } from "#server/accounts/set-up.ts";
import { actorOf, record } from "#server/audit.ts";
import { database } from "#server/database.ts";
import { sha256 } from "#server/digest.ts";
import { unexpired } from "#server/expiry.ts";
import { newId } from "#server/ids.ts";
import { getPrediction } from "#server/predictions.ts";
import { absoluteUrl } from "#server/presentation.ts";
import { notFound, Problem } from "#server/problem.ts";
import { snapshotOf } from "./snapshot.ts";

const HOUR_MS = 60 * 60 * 1000;
const LIFETIMES_MS: Record<ShareLifetime, number | null> = {
  "1h": HOUR_MS,
  "1d": 24 * HOUR_MS,
  "7d": 7 * 24 * HOUR_MS,
  "30d": 30 * 24 * HOUR_MS,
  never: null,
};

/**
 * Freezes a part of a prediction behind a new link. The link's address is in this answer and nowhere else. Throws a 404
 * Problem unless the viewer made the prediction or manages its model, and a 409 while it is running.
 */
export async function createShare(
  predictionId: string,
  { label, expires, scope }: ShareRequest,
  viewer: Viewer,
): Promise<Share & { url: string }> {
  const prediction = await getShareable(predictionId, viewer);
  const token = newSecret();
  const lifetimeMs = LIFETIMES_MS[expires];
  const content = narrowShare(await snapshotOf(prediction), scope);
  const data = {
    ...{ id: newId(), tokenSha: sha256(token), predictionId, label, scope },
    createdBy: namesOf(viewer).at(-1) ?? "",
    expiresAt: lifetimeMs === null ? null : new Date(Date.now() + lifetimeMs),
    snapshot: { create: { content, payload: { connect: { predictionId } } } },
  };
  const db = database();
  const [share] = await db.$transaction([
    db.share.create({ data }),
    record(db, actorOf(viewer), "share.create", data.id, { prediction: predictionId }),
  ]);
  return { ...presentShare(share), url: absoluteUrl(`/s/${token}`) };
}

/** The links to a prediction that still open: all for who manages its model, else the viewer's own; and all that a new one could show. */
export async function listShares(
  predictionId: string,
  viewer: Viewer,
): Promise<{ results: Share[]; whole: SharedPrediction }> {
  const prediction = await getShareable(predictionId, viewer);
  const rows = await database().share.findMany({
    where: { predictionId, ...theirs(prediction, viewer), ...open() },
    orderBy: { createdAt: "desc" },
  });
  return { results: rows.map(presentShare), whole: await snapshotOf(prediction) };
}

/** Closes a link for good; its content is deleted. Throws a 404 Problem unless the viewer made it or manages its model. */
export async function revokeShare(id: string, viewer: Viewer): Promise<void> {
  requireScope(viewer, "write");
  const share = await database().share.findUnique({ where: { id, revokedAt: null } });
  if (!share) throw notFound();
  const prediction = await database().prediction.findUnique({
    where: { id: share.predictionId },
    select: { model: { select: { owner: true, name: true } } },
  });
  const isTheirs = namesOf(viewer).includes(share.createdBy);
  if (!isTheirs && !(prediction && mayManage(viewer, prediction.model))) throw notFound();
  await close([id], viewer);
}

/** Closes every link to a prediction that `listShares` lists. */
export async function revokeShares(predictionId: string, viewer: Viewer): Promise<void> {
  const { results } = await listShares(predictionId, viewer);
  await close(
    results.map(({ id }) => id),
    viewer,
  );
}

async function close(ids: string[], viewer: Viewer) {
  const db = database();
  await db.$transaction([
    db.share.updateMany({ where: { id: { in: ids } }, data: { revokedAt: new Date() } }),
    db.shareSnapshot.deleteMany({ where: { shareId: { in: ids } } }),
    ...ids.map((id) => record(db, actorOf(viewer), "share.revoke", id)),
  ]);
}

async function getShareable(predictionId: string, viewer: Viewer): Promise<Prediction> {
  const prediction = await getPrediction(predictionId, viewer);
  if (prediction.can_cancel)
    throw new Problem(409, "Not finished", "It is still running: share it when it is finished.");
  if (!prediction.can_share) throw notFound();
  requireScope(viewer, "write");
  return prediction;
}

function theirs({ model }: Prediction, viewer: Viewer) {
  const [owner = "", name = ""] = model.split("/");
  return mayManage(viewer, { owner, name }) ? {} : { createdBy: { in: namesOf(viewer) } };
}

const open = () => ({
  revokedAt: null,
  snapshot: { isNot: null },
  ...unexpired(),
});

const presentShare = (row: {
  id: string;
  label: string;
  scope: unknown;
  createdAt: Date;
  expiresAt: Date | null;
  views: number;
}): Share => ({
  ...{ id: row.id, label: row.label, views: row.views },
  scope: row.scope as ShareScope, // written by createShare after validation
  created_at: row.createdAt.toISOString(),
  expires_at: row.expiresAt?.toISOString() ?? null,
});
