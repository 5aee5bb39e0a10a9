import { fileIdIn, sharedFilePath } from "#contract/files.ts";
import type { SharedPrediction } from "#contract/share.ts";
import { requireFewAttempts } from "#server/attempts.ts";
import { database } from "#server/database.ts";
import { sha256 } from "#server/digest.ts";
import { type FileContent, readContents } from "#server/files/files.ts";
import { notFound, Problem } from "#server/problem.ts";

const MISSES_MAX = 20;

/** What a link opens; `gone` for one that did once, and `unknown` for one that never did. */
export type SharedState =
  | { kind: "open"; id: string; predictionId: string; content: SharedPrediction }
  | { kind: "gone" | "unknown" };

type Row = { id: string; predictionId: string; content: SharedPrediction | null };

/** What stands behind a share's token at this moment, by the database's clock. */
export async function findShared(token: string): Promise<SharedState> {
  if (!/^[\w-]{22}$/.test(token)) return { kind: "unknown" };
  const [row] = await database().$queryRaw<Row[]>`
    SELECT s.id, s.prediction_id AS "predictionId", CASE
      WHEN s.revoked_at IS NULL AND (s.expires_at IS NULL OR s.expires_at > now()) THEN n.content
    END AS content
    FROM shares s LEFT JOIN share_snapshots n ON n.share_id = s.id
    WHERE s.token_sha = ${sha256(token)}`;
  if (!row) return { kind: "unknown" };
  return row.content
    ? { ...row, kind: "open", content: withOwnFiles(row.content, token) }
    : { kind: "gone" };
}

/** Files are reached through the share alone, which may be all that its reader may see of the prediction. */
function withOwnFiles(content: SharedPrediction, token: string): SharedPrediction {
  const inputs = content.inputs.map((input) => {
    const id = typeof input.value === "string" ? fileIdIn(input.value) : null;
    return id === null ? input : { ...input, value: sharedFilePath(token, id) };
  });
  return { ...content, inputs };
}

/**
 * A file that a share shows. Throws a 404 Problem where the share is closed, or does not show it: what a text in it says
 * opens none that its prediction was not asked with.
 */
export async function getSharedFile(token: string, fileId: string): Promise<FileContent> {
  const shared = await findShared(token);
  if (shared.kind !== "open") throw notFound();
  const { predictionId, content } = shared;
  const path = sharedFilePath(token, fileId);
  const isShown = content.inputs.some(({ value }) => value === path);
  const use = { predictionId_fileId: { predictionId, fileId } };
  const isUsed = isShown && (await database().predictionFile.findUnique({ where: use })) !== null;
  const [file] = isUsed ? await readContents([fileId]) : [];
  if (!file) throw notFound();
  return file;
}

/**
 * The status of the answer for a link that opens nothing, null for one that does: 404, 410 where it did once, and 429 for
 * an address that tried too many such links in a minute.
 */
export async function deadShareStatus(token: string, address: string): Promise<number | null> {
  const { kind } = await findShared(token);
  if (kind === "open") return null;
  try {
    await requireFewMisses(address);
  } catch (error) {
    if (error instanceof Problem) return error.status;
    throw error;
  }
  return kind === "gone" ? 410 : 404;
}

/** Counts that somebody looked at a share. Throws a 404 Problem for a link that opens nothing, and a 429 for too many of them. */
export async function countView(token: string, address: string): Promise<void> {
  const shared = await findShared(token);
  if (shared.kind === "open") {
    await database().share.update({
      where: { id: shared.id },
      data: { views: { increment: 1 } },
    });
    return;
  }
  await requireFewMisses(address);
  throw notFound();
}

const requireFewMisses = (address: string) =>
  requireFewAttempts([{ key: `share ${address}`, max: MISSES_MAX }], {
    ...{ windowMinutes: 1, what: "links that open nothing" },
  });
