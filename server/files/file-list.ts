import type { FileView } from "#contract/files.ts";
import { namesOf, requireScope, type Viewer } from "#server/access.ts";
import { database } from "#server/database.ts";
import { Prisma } from "#server/generated/client.ts";
import { readCursor, writeCursor } from "#server/keyset.ts";
import { absoluteUrl } from "#server/presentation.ts";
import { type Facts, presentFile, sqlThereFor } from "./files.ts";

const PAGE_SIZE = 100;

type FilePage = { previous: null; next: string | null; results: FileView[] };

/** A page of what a viewer has sent, newest first. Throws a 403 Problem for a token that may not read, and a 422 for a cursor of another make. */
export async function listFiles(viewer: Viewer, cursor: string | null): Promise<FilePage> {
  requireScope(viewer, "read");
  const place = cursor ? readCursor(cursor, "cursor") : null;
  const after = place
    ? Prisma.sql`(f.created_at, f.id) < (${place.createdAt}, ${place.id})`
    : Prisma.sql`TRUE`;
  const rows = await database().$queryRaw<Facts[]>`
    SELECT f.id, f.name, f.content_type AS "contentType", f.size, f.sha256, f.width,
      f.created_at AS "createdAt"
    FROM files f
    WHERE f.visitor = ANY(${namesOf(viewer)}) AND ${sqlThereFor(viewer)} AND ${after}
    ORDER BY f.created_at DESC, f.id DESC LIMIT ${PAGE_SIZE + 1}`;
  const page = rows.slice(0, PAGE_SIZE);
  const last = rows.length > PAGE_SIZE ? page.at(-1) : undefined;
  const next = last ? absoluteUrl(`/v1/files?cursor=${writeCursor(last)}`) : null;
  return { previous: null, next, results: page.map(presentFile) };
}
