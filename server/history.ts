import type { HistoryEntry } from "#contract/history.ts";
import { beginningOf } from "#contract/inputs/characters.ts";
import { namesOf, type Viewer } from "./access.ts";
import { readCursor, writeCursor } from "./keyset.ts";
import { type FoundRow, findPage } from "./prediction-row.ts";
import { present } from "./predictions.ts";
import { getVersion } from "./versions.ts";

const PAGE_SIZE = 25;
const PREVIEW_CHARACTERS = 140;

/** A page of what someone made in this browser or signed in, newest first. Throws a 422 Problem for a cursor of another make. */
export async function listHistory(
  viewer: Viewer,
  cursor: string | null,
): Promise<{ entries: HistoryEntry[]; next: string | null }> {
  const rows = await findPage(viewer, {
    visitors: namesOf(viewer),
    after: cursor ? readCursor(cursor, "cursor") : null,
    limit: PAGE_SIZE + 1,
  });
  const page = rows.slice(0, PAGE_SIZE);
  const last = rows.length > PAGE_SIZE ? page.at(-1) : undefined;
  return {
    entries: await Promise.all(page.map((row) => entryOf(row, viewer))),
    next: last ? writeCursor(last) : null,
  };
}

async function entryOf(row: FoundRow, viewer: Viewer): Promise<HistoryEntry> {
  const [{ definition }, prediction] = await Promise.all([
    getVersion(row.versionId),
    present(row, viewer),
  ]);
  const { id, status, created_at, can_delete } = prediction;
  const input = row.input === null ? "" : beginningOf(row.inputPreview, PREVIEW_CHARACTERS);
  return { id, status, created_at, can_delete, input, title: definition.title };
}
