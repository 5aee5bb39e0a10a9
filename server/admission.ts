import type { ModelLimits } from "#contract/terms.ts";
import type { Viewer } from "./access.ts";
import { ownLineFull, QUEUE_MAX, queueFull } from "./busy.ts";
import { database } from "./database.ts";
import { Prisma } from "./generated/client.ts";
import { seeWaiting } from "./rush.ts";
import { getVersion, type Version } from "./versions.ts";

/** How many of those that wait may be one visitor's. */
const QUEUE_MAX_EACH = 100;

/** Whose place in the queue is asked for. */
type Asked = { modelId: string; visitor: string | null; waitingMax: number };

const sqlWaiting = ({ modelId, visitor }: Omit<Asked, "waitingMax">) => Prisma.sql`
  SELECT count(*)::int AS "all", count(*) FILTER (WHERE model_id = ${modelId}::uuid)::int AS "ofModel",
    count(*) FILTER (WHERE visitor = ${visitor})::int AS "ofVisitor"
  FROM predictions WHERE state = 'queued'`;

/** A row where one more prediction may wait, and none where not, for the statement that stores it. */
export const sqlRoom = ({ waitingMax, ...asked }: Asked) => Prisma.sql`
  SELECT 1 FROM (${sqlWaiting(asked)}) w
  WHERE w."all" < ${QUEUE_MAX} AND w."ofModel" < ${waitingMax} AND w."ofVisitor" < ${QUEUE_MAX_EACH}`;

/** How many of a model's predictions may wait at once. */
export const waitingMaxOf = (limits: ModelLimits | undefined): number =>
  limits?.waiting ?? QUEUE_MAX;

/**
 * Throws a 429 Problem where no more predictions may wait: looked at before any work is done for a request, as whoever is
 * refused tends to come back. Storing looks again. Returns the limits that count: those of the model's current version.
 */
export async function requirePlace(
  { modelId }: Pick<Version, "modelId">,
  { visitor }: Viewer,
): Promise<ModelLimits | undefined> {
  const [row] = await database().$queryRaw<
    { current: string; all: number; ofModel: number; ofVisitor: number }[]
  >`
    SELECT m.latest_version_id AS current, w.*
    FROM models m, (${sqlWaiting({ modelId, visitor })}) w WHERE m.id = ${modelId}::uuid`;
  if (!row) return undefined; // deleted just now: storing will say so
  seeWaiting(row.all);
  const { limits } = (await getVersion(row.current)).definition;
  if (row.ofVisitor >= QUEUE_MAX_EACH) throw ownLineFull(QUEUE_MAX_EACH);
  if (row.all >= QUEUE_MAX) throw queueFull(QUEUE_MAX);
  if (row.ofModel >= waitingMaxOf(limits)) throw queueFull(waitingMaxOf(limits));
  return limits;
}
