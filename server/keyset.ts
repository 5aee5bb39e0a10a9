import { isId } from "./ids.ts";
import { absoluteUrl } from "./presentation.ts";
import { invalidInput } from "./problem.ts";

/** A row's place in a list that is sorted by time, then id. */
export type Place = { createdAt: Date; id: string };

/** A place as addresses carry it. */
export const writeCursor = ({ createdAt, id }: Place): string =>
  Buffer.from(`${createdAt.toISOString()} ${id}`).toString("base64url");

/** The place in a cursor. Throws a 422 Problem on `field` for one of another make. */
export function readCursor(cursor: string, field: string): Place {
  const [time = "", id = ""] = Buffer.from(cursor, "base64url").toString().split(" ");
  const createdAt = new Date(time);
  // Years that JavaScript knows and PostgreSQL does not are none of ours.
  if (!/^[1-9]\d{3}-/.test(time) || Number.isNaN(createdAt.getTime()) || !isId(id))
    throw invalidInput([
      {
        type: "invalid",
        field,
        description: "is not one that this list gave out: start again without it",
      },
    ]);
  return { createdAt, id };
}

/** The page in rows that were asked for with one more than it holds, and the address of the next one at `path`, which may have a search. */
export function cutPage<Row extends Place>(rows: Row[], size: number, path: string) {
  const page = rows.slice(0, size);
  const last = rows.length > size ? page.at(-1) : undefined;
  if (!last) return { page, next: null };
  const next = new URL(absoluteUrl(path));
  next.searchParams.set("cursor", writeCursor(last));
  return { page, next: next.href };
}
