import type { VersionPage } from "#contract/version.ts";
import type { Viewer } from "./access.ts";
import { database } from "./database.ts";
import { Prisma } from "./generated/client.ts";
import { notFound } from "./problem.ts";
import { sqlSeenBy } from "./visibility.ts";

const PAGE_SIZE = 50;
/** Counting on would read every prediction of a busy model. */
const COUNT_MAX = 10_000;

type Row = { id: string; createdAt: Date; isCurrent: boolean; isPinned: boolean; count: number };

/**
 * A page of a model's versions, newest first, that begins after the version `after`. Throws a 404 Problem where there is no
 * such model for this viewer, or nothing after that version.
 */
export async function listVersionPage(
  owner: string,
  name: string,
  after: string | null,
  viewer: Viewer,
): Promise<VersionPage> {
  const beyond = after
    ? Prisma.sql`(v.created_at, v.id) < (
        SELECT a.created_at, a.id FROM versions a WHERE a.id = ${after} AND a.model_id = m.id
      )`
    : Prisma.sql`TRUE`;
  const rows = await database().$queryRaw<Row[]>`
    SELECT v.id, v.created_at AS "createdAt", m.pinned AS "isPinned",
      v.id IS NOT DISTINCT FROM m.latest_version_id AS "isCurrent",
      (SELECT count(*)::int FROM (
        SELECT 1 FROM predictions p WHERE p.version_id = v.id LIMIT ${COUNT_MAX + 1}
      ) counted) AS count
    FROM models m JOIN versions v ON v.model_id = m.id
    WHERE m.owner = ${owner} AND m.name = ${name} AND ${sqlSeenBy(viewer)} AND ${beyond}
    ORDER BY v.created_at DESC, v.id DESC
    LIMIT ${PAGE_SIZE + 1}`;
  const [first] = rows;
  if (!first) throw notFound();
  const page = rows.slice(0, PAGE_SIZE);
  return {
    versions: page.map(({ id, createdAt, isCurrent, count }) => ({
      ...{ id, created_at: createdAt.toISOString(), is_current: isCurrent },
      run_count: count > COUNT_MAX ? null : count,
    })),
    is_pinned: first.isPinned,
    more: rows.length > PAGE_SIZE ? (page.at(-1)?.id ?? null) : null,
  };
}
