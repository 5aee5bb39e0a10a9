import type { Gallery, GalleryEntry, GalleryQuery } from "#contract/gallery.ts";
import type { Viewer } from "./access.ts";
import { database } from "./database.ts";
import { enginesFor } from "./inference/registry.ts";
import { getVersion, type Version } from "./versions.ts";
import { listedFor } from "./visibility.ts";

const PER_PAGE = 60;
/** Counting on would read every prediction of a busy model. */
const COUNT_MAX = 10_000;

type Listed = { version: Version; entry: GalleryEntry };

/** The models that are listed for someone and hold every word that is looked for, in title, description, name or README. */
export async function listGallery(query: GalleryQuery, viewer: Viewer): Promise<Gallery> {
  const listed = await listAll(viewer);
  const words = query.q.toLowerCase().split(/\s+/).filter(Boolean);
  const found = listed
    .filter(({ version }) => holdsAll(version, words))
    .toSorted(ORDERS[query.sort]);
  const pages = Math.max(1, Math.ceil(found.length / PER_PAGE));
  const page = Math.min(query.page, pages);
  return {
    entries: found.slice((page - 1) * PER_PAGE, page * PER_PAGE).map(({ entry }) => entry),
    ...{ page, pages },
    found: found.length,
    isEmpty: listed.length === 0,
  };
}

/** An installation has dozens of models, and what they say is in memory: only counting takes the database. */
async function listAll(viewer: Viewer): Promise<Listed[]> {
  const rows = await database().model.findMany({
    where: { latestVersionId: { not: null }, ...listedFor(viewer) },
    select: { id: true, latestVersionId: true, visibility: true },
  });
  const counts = await countRuns(rows.map(({ id }) => id));
  return Promise.all(
    rows.map(async ({ id, latestVersionId, visibility }) => {
      const version = await getVersion(latestVersionId ?? "");
      const { title, description, output } = version.definition;
      const entry = {
        ...{ owner: version.owner, name: version.name, title, description, visibility },
        ...{ output: output.kind, run_count: counts.get(id) ?? null },
        has_engine: enginesFor(version.definition).length > 0,
      };
      return { version, entry };
    }),
  );
}

/** How many predictions each model has; those with more than a limit are left out. */
async function countRuns(models: string[]): Promise<Map<string, number>> {
  const rows = await database().$queryRaw<{ id: string; count: number }[]>`
    SELECT m.id::text AS id, (SELECT count(*)::int FROM (
      SELECT 1 FROM predictions p WHERE p.model_id = m.id LIMIT ${COUNT_MAX + 1}
    ) counted) AS count
    FROM unnest(${models}::uuid[]) AS m(id)`;
  return new Map(rows.flatMap(({ id, count }) => (count > COUNT_MAX ? [] : [[id, count]])));
}

function holdsAll({ owner, name, definition }: Version, words: string[]): boolean {
  const { title, description, readme = "" } = definition;
  const text = [`${owner}/${name}`, title, description, readme].join("\n").toLowerCase();
  return words.every((word) => text.includes(word));
}

const byName = (a: Listed, b: Listed): number =>
  a.entry.owner.localeCompare(b.entry.owner) || a.entry.name.localeCompare(b.entry.name);

const ORDERS: Record<GalleryQuery["sort"], (a: Listed, b: Listed) => number> = {
  name: byName,
  runs: (a, b) => runsOf(b) - runsOf(a) || byName(a, b),
  new: (a, b) => b.version.createdAt.getTime() - a.version.createdAt.getTime() || byName(a, b),
};

const runsOf = ({ entry }: Listed): number => entry.run_count ?? COUNT_MAX + 1;
