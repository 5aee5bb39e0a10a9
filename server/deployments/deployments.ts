import type { DeploymentChanges, DeploymentRequest } from "#contract/api/deployment-request.ts";
import { isOwner, mayPublish, type Owned, requireScope, type Viewer } from "#server/access.ts";
import { actorOf, record } from "#server/audit.ts";
import { database } from "#server/database.ts";
import type { Prisma } from "#server/generated/client.ts";
import { requireHardware } from "#server/hardware.ts";
import { newId } from "#server/ids.ts";
import { invalidInput, notFound, Problem } from "#server/problem.ts";
import { getVersion, getVersionByReference, type Version } from "#server/versions.ts";
import { type DeploymentView, presentDeployment, presentRelease } from "./presentation.ts";

const LATEST = { releases: { orderBy: { number: "desc" }, take: 1 } } as const;

/** The condition under which a deployment exists for someone: their own, or all for the owner of this installation. */
function theirs(viewer: Viewer): Prisma.DeploymentWhereInput {
  if (!viewer.account) throw notFound();
  return isOwner(viewer) ? {} : { owner: viewer.account.name };
}

/** Someone's deployments, by name. Throws a 403 Problem for a token that may not read. */
export async function listDeployments(viewer: Viewer): Promise<DeploymentView[]> {
  requireScope(viewer, "read");
  if (!viewer.account) return [];
  const rows = await database().deployment.findMany({
    where: theirs(viewer),
    include: LATEST,
    orderBy: [{ owner: "asc" }, { name: "asc" }],
  });
  const all = await Promise.all(rows.map(presentDeployment));
  return all.filter(({ current_release }) => isFor(viewer, current_release.model));
}

/** One of them. Throws a 404 Problem for what is nobody's or somebody else's, and a 403 as above. */
export async function getDeployment(at: Owned, viewer: Viewer): Promise<DeploymentView> {
  requireScope(viewer, "read");
  return presentDeployment(await find(at, viewer));
}

/** All of its releases, newest first. Throws Problems as above. */
export async function listReleases({ owner, name }: Owned, viewer: Viewer) {
  requireScope(viewer, "read");
  const { id } = await find({ owner, name }, viewer);
  const rows = await database().deploymentRelease.findMany({
    where: { deploymentId: id },
    orderBy: { number: "desc" },
  });
  return Promise.all(rows.map(presentRelease));
}

/** The version that a deployment runs, for whoever may run it. Throws a 404 Problem as above. */
export async function getDeployedVersion(at: Owned, viewer: Viewer): Promise<Version> {
  const { releases } = await find(at, viewer);
  // Its model may have become one that this viewer sees no longer.
  return getVersionByReference(releases[0]?.versionId ?? "", viewer);
}

/**
 * Makes a deployment under the asker's name. Throws a 404 Problem for who publishes nothing here, a 403 for a token that
 * may not write, and a 422 for a name that is taken, or a version or hardware that is not there.
 */
export async function createDeployment(
  { name, model, version, ...configuration }: DeploymentRequest,
  viewer: Viewer,
): Promise<DeploymentView> {
  if (!mayPublish(viewer)) throw notFound();
  requireScope(viewer, "write");
  requireHardware(configuration.hardware);
  await requireVersion(`${model}:${version}`, viewer);
  const { name: owner } = viewer.account;
  if ((await database().deployment.count({ where: { owner, name } })) > 0) {
    const description = `is the name of a deployment of yours already: choose another`;
    throw invalidInput([{ type: "taken", field: "name", description }]);
  }
  const first = { number: 1, versionId: version, createdBy: owner, ...columns(configuration) };
  const db = database();
  const [row] = await db.$transaction([
    db.deployment.create({
      data: { id: newId(), owner, name, releases: { create: first } },
      include: LATEST,
    }),
    record(db, actorOf(viewer), "deployment.create", `${owner}/${name}`, { version }),
  ]);
  return presentDeployment(row);
}

/**
 * Makes a deployment's next release: with another version, with what an earlier release was, or on other hardware. Throws
 * Problems as above; two at once make two releases, one after the other.
 */
export async function updateDeployment(
  at: Owned,
  changes: DeploymentChanges,
  viewer: Viewer,
): Promise<DeploymentView> {
  const deployment = await findToChange(at, viewer);
  if (changes.hardware !== undefined) requireHardware(changes.hardware);
  await database().$transaction(async (db) => {
    await db.$queryRaw`SELECT id FROM deployments WHERE id = ${deployment.id} FOR UPDATE`;
    const releases = await db.deploymentRelease.findMany({
      where: { deploymentId: deployment.id },
      orderBy: { number: "desc" },
    });
    const [current] = releases;
    const base =
      changes.release === undefined
        ? current
        : releases.find(({ number }) => number === changes.release);
    if (!current || !base) throw noSuchRelease(current?.number ?? 0);
    const versionId = changes.version ?? base.versionId;
    if (changes.version) await requireSameModel(versionId, current.versionId, viewer);
    const { createdAt: _, ...kept } = base;
    const number = current.number + 1;
    await db.deploymentRelease.create({
      data: {
        ...kept,
        ...columns(changes),
        ...{ versionId, number, createdBy: viewer.account?.name ?? "" },
      },
    });
    const said = { number, version: versionId };
    await record(db, actorOf(viewer), "deployment.release", `${at.owner}/${at.name}`, said);
  });
  return presentDeployment(await find(at, viewer));
}

/** Ends a deployment. What was run through it stays. Throws Problems as above. */
export async function deleteDeployment(at: Owned, viewer: Viewer): Promise<void> {
  const { id } = await findToChange(at, viewer);
  const db = database();
  await db.$transaction([
    db.deployment.delete({ where: { id } }),
    record(db, actorOf(viewer), "deployment.delete", `${at.owner}/${at.name}`),
  ]);
}

async function find({ owner, name }: Owned, viewer: Viewer) {
  const row = await database().deployment.findFirst({
    where: { AND: [{ owner, name }, theirs(viewer)] },
    include: LATEST,
  });
  if (!row) throw notFound();
  const { owner: of, name: model } = await getVersion(row.releases[0]?.versionId ?? "");
  if (!isFor(viewer, `${of}/${model}`)) throw notFound();
  return row;
}

/** A token for some models is for their deployments too, and for no others. */
const isFor = ({ token }: Viewer, model: string): boolean => token?.models?.includes(model) ?? true;

async function findToChange(at: Owned, viewer: Viewer) {
  const row = await find(at, viewer);
  requireScope(viewer, "write");
  if (!mayPublish(viewer)) throw notFound();
  return row;
}

async function requireVersion(reference: string, viewer: Viewer): Promise<Version> {
  try {
    return await getVersionByReference(reference, viewer);
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 404) throw error;
    const description = "is no version of this model that you may see: take one from its list";
    throw invalidInput([{ type: "invalid", field: "version", description }]);
  }
}

/** A deployment is of one model: what programs send fits no other. */
async function requireSameModel(id: string, current: string, viewer: Viewer): Promise<void> {
  const { owner, name } = await getVersion(current);
  await requireVersion(`${owner}/${name}:${id}`, viewer);
}

function noSuchRelease(newest: number) {
  const description = `is no release of this deployment: take a number from 1 to ${newest}`;
  return invalidInput([{ type: "invalid", field: "release", description }]);
}

function columns({ hardware, min_instances, max_instances }: DeploymentChanges) {
  return {
    ...(hardware === undefined ? {} : { hardware }),
    ...(min_instances === undefined ? {} : { minInstances: min_instances }),
    ...(max_instances === undefined ? {} : { maxInstances: max_instances }),
  } as { hardware: string; minInstances: number; maxInstances: number };
}
