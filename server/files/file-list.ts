import type { FileView } from "#contract/files.ts";
import { namesOf, requireScope, type Viewer } from "#server/access.ts";
import { database } from "#server/database.ts";
import { Prisma } from "#server/generated/client.ts";
import { cutPage, readCursor } from "#server/keyset.ts";
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
  const { page, next } = cutPage(rows, PAGE_SIZE, "/v1/files");
  return { previous: null, next, results: page.map(presentFile) };
}
