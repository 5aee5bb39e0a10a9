import { FILE_BYTES_MAX, type FileView, filePath } from "#contract/files.ts";
import { VISITORS_PER_ADDRESS } from "#contract/terms.ts";
import { namesOf, type Viewer } from "#server/access.ts";
import { requireFewAttempts } from "#server/attempts.ts";
import { database } from "#server/database.ts";
import { sha256 } from "#server/digest.ts";
import { Prisma } from "#server/generated/client.ts";
import { isId, newSecretId } from "#server/ids.ts";
import { absoluteUrl } from "#server/presentation.ts";
import { invalidInput, notFound, Problem } from "#server/problem.ts";
import { sqlSeenBy } from "#server/visibility.ts";

/** A file with its bytes; `width` is null for one that is as it was sent. */
export type FileContent = Facts & { content: Uint8Array<ArrayBuffer> };

/** What is known of a file without its bytes. */
export type Facts = {
  id: string;
  name: string;
  contentType: string;
  size: number;
  sha256: string;
  width: number | null;
  createdAt: Date;
};

const UNUSED_HOURS = 24;
/** What is being used at this moment is not deleted. */
const GRACE_HOURS = 1;
const PER_HOUR = 120;
const UNUSED_BYTES_MAX = 20 * FILE_BYTES_MAX;
const NAME_MAX = 200;

/** The file in a form, whatever its part is called; what clients call metadata is none. Throws a 422 Problem where there is no file. */
export function fileIn(form: FormData): File {
  form.delete("metadata");
  const file = [...form.values()].find((part) => part instanceof File);
  if (file && file.size > 0) return file;
  const description = "is missing or empty: send one part that is a file";
  throw invalidInput([{ type: "required", field: "content", description }]);
}

/** Stores what somebody sends. Throws a 413 Problem for a file that is too large, and a 429 for too many of them. */
export async function createFile(file: File, viewer: Viewer): Promise<FileView> {
  if (file.size > FILE_BYTES_MAX) throw tooLarge();
  await requireUploadsLeft(viewer, file.size);
  const content = new Uint8Array(await file.arrayBuffer());
  const contentType = file.type || "application/octet-stream";
  return presentFile(await storeFile({ name: file.name, contentType, content }, viewer));
}

const tooLarge = (): Problem => {
  const most = FILE_BYTES_MAX / 1024 / 1024;
  return new Problem(413, "Too large", `The file is larger than ${most} MB: send a smaller one.`);
};

async function requireUploadsLeft(viewer: Viewer, size: number): Promise<void> {
  const { visitor, address } = viewer;
  await requireFewAttempts(
    [
      { key: `files:visitor:${visitor}`, max: PER_HOUR },
      ...(address === null
        ? []
        : [{ key: `files:address:${address}`, max: PER_HOUR * VISITORS_PER_ADDRESS }]),
    ],
    { windowMinutes: 60, what: "files", isForgiving: true },
  );
  const { _sum } = await database().file.aggregate({
    where: { visitor: { in: namesOf(viewer) }, uses: { none: {} } },
    _sum: { size: true },
  });
  if ((_sum.size ?? 0) + size <= UNUSED_BYTES_MAX) return;
  const detail = `You have sent ${UNUSED_BYTES_MAX / 1024 / 1024} MB of files that no prediction uses: run the model on some of them, or delete some.`;
  throw new Problem(429, "Too many files", detail, { retryAfterSeconds: 3_600 });
}

type NewFile = { name: string; contentType: string; content: Uint8Array<ArrayBuffer> };

/** Stores a file under a new id. */
export const storeFile = (file: NewFile, viewer: Viewer): Promise<Facts> =>
  database().file.create({ data: dataOf(file, viewer), omit: { content: true } });

/** Stores an image that was decoded here, of so many pixels; who asks with the same one again has it once. Returns its id. */
export async function storeImage(
  image: NewFile,
  viewer: Viewer,
  size: { width: number; height: number },
): Promise<string> {
  const data = { ...dataOf(image, viewer), ...size };
  const { visitor, sha256: digest } = data;
  const kept = { visitor, sha256: digest, uses: { some: {} }, ...size };
  const same = await database().file.findFirst({ where: kept, select: { id: true } });
  return same?.id ?? (await database().file.create({ data, select: { id: true } })).id;
}

const dataOf = ({ name, contentType, content }: NewFile, viewer: Viewer) => ({
  ...{ id: newSecretId(), visitor: namesOf(viewer).at(-1) ?? viewer.visitor ?? "nobody" },
  ...{ name: storable(name), contentType: contentType.slice(0, NAME_MAX) },
  ...{ content, size: content.length, sha256: sha256(content) },
});

const storable = (name: string): string =>
  name.replace(/[\p{Cc}\p{Cs}]/gu, "").slice(0, NAME_MAX) || "file";

/** A file's facts. Throws a 404 Problem where there is none for this viewer. */
export async function getFile(id: string, viewer: Viewer): Promise<FileView> {
  return presentFile(await getContent(id, viewer));
}

/** A file with its bytes. Throws a 404 Problem as above. */
export async function getContent(id: string, viewer: Viewer): Promise<FileContent> {
  const file = isId(id) ? await findContent(id, viewer) : null;
  if (!file) throw notFound();
  return file;
}

/** A file that this viewer may see, or null. */
export async function findContent(id: string, viewer: Viewer): Promise<FileContent | null> {
  const [file] = await selectContent(Prisma.sql`f.id = ${id} AND ${sqlThereFor(viewer)}`);
  return file ?? null;
}

/**
 * Whether a file `f` is there for a viewer: one that predictions use is for those who see one of them. Until then whoever
 * knows the id may use it, which nobody guesses.
 */
export const sqlThereFor = (viewer: Viewer): Prisma.Sql => Prisma.sql`(
  EXISTS (
    SELECT 1 FROM prediction_files u
    JOIN predictions p ON p.id = u.prediction_id JOIN models m ON m.id = p.model_id
    WHERE u.file_id = f.id AND p.deleted_at IS NULL AND ${sqlSeenBy(viewer)}
  ) OR (
    NOT EXISTS (SELECT 1 FROM prediction_files u WHERE u.file_id = f.id)
    AND f.created_at > now() - make_interval(hours => ${UNUSED_HOURS})
  )
)`;

/** The files of those ids, for what has looked already whether they may be seen. */
export const readContents = (ids: string[]): Promise<FileContent[]> =>
  selectContent(Prisma.sql`f.id = ANY(${ids})`);

const selectContent = (condition: Prisma.Sql) => database().$queryRaw<FileContent[]>`
  SELECT f.id, f.name, f.content_type AS "contentType", f.size, f.sha256, f.width,
    f.created_at AS "createdAt", f.content
  FROM files f WHERE ${condition}`;

/** Deletes a file that no prediction uses. Throws a 404 Problem unless the viewer sent it, and a 409 for one that is used. */
export async function deleteFile(id: string, viewer: Viewer): Promise<void> {
  const own = { id, visitor: { in: namesOf(viewer) } };
  const { count } = await database().file.deleteMany({ where: { ...own, uses: { none: {} } } });
  if (count > 0) return;
  if ((await database().file.count({ where: own })) === 0) throw notFound();
  const detail = "A prediction was asked with this file: delete the prediction, and it goes too.";
  throw new Problem(409, "In use", detail);
}

/** Deletes what was sent more than a day ago and is used nowhere. */
export async function deleteUnusedFiles(): Promise<void> {
  await database().$executeRaw`
    DELETE FROM files f
    WHERE f.created_at < now() - make_interval(hours => ${UNUSED_HOURS + GRACE_HOURS})
      AND NOT EXISTS (SELECT 1 FROM prediction_files u WHERE u.file_id = f.id)`;
}

/** A file as `/v1` tells of it. */
export function presentFile({
  id,
  name,
  contentType,
  size,
  sha256: digest,
  createdAt,
}: Facts): FileView {
  const expiresAt = new Date(createdAt.getTime() + UNUSED_HOURS * 3_600_000);
  return {
    ...{ id, name, content_type: contentType, size, etag: digest, checksums: { sha256: digest } },
    ...{ metadata: {}, created_at: createdAt.toISOString(), expires_at: expiresAt.toISOString() },
    urls: { get: absoluteUrl(filePath(id)) },
  };
}
