import type { PredictionsQuery } from "#contract/api/predictions-query.ts";
import type { ModelDefinition } from "#contract/definition.ts";
import { isWhole } from "#contract/outputs/declaration.ts";
import type { Viewer } from "./access.ts";
import { database } from "./database.ts";
import { Prisma } from "./generated/client.ts";
import type { Place } from "./keyset.ts";
import type { PredictionRow } from "./presentation.ts";
import { getVersion } from "./versions.ts";
import { sqlSeenBy } from "./visibility.ts";

const COLUMNS = Prisma.sql`
  p.id, p.version_id AS "versionId", p.state::text AS state, p.source::text AS source,
  p.created_at AS "createdAt", p.started_at AS "startedAt", p.completed_at AS "completedAt",
  p.waited_ms AS "waitedMs", p.first_token_ms AS "firstTokenMs", p.prompt_ms AS "promptMs",
  p.decode_ms AS "decodeMs", p.predict_ms AS "predictMs", p.error, p.finish_reason AS "finishReason",
  p.seed::float8 AS seed, p.attempt, p.tokens_in AS "tokensIn", p.tokens_out AS "tokensOut",
  p.environment_id AS "environmentId", p.deadline, p.deployment,
  p.visitor, p.input_preview AS "inputPreview",
  EXISTS (SELECT 1 FROM examples x WHERE x.prediction_id = p.id)
    OR EXISTS (SELECT 1 FROM versions v WHERE v.example_id = p.id) AS "isExample",
  (SELECT count(*)::int FROM reports r
    WHERE r.prediction_id = p.id AND r.closed_at IS NULL) AS "openReports",
  l.input, l.chunks, l.violations, l.logs, l.webhook, l.raw IS NOT NULL AS "isRaw", e.facts`;

export type FoundRow = PredictionRow & {
  visitor: string | null;
  inputPreview: string;
  /** Whether it is on its model's page of examples. */
  isExample: boolean;
  openReports: number;
};
type RawRow = Omit<FoundRow, "owner" | "name" | "weights" | "isWhole">;

/** One prediction with what its page shows; null where there is none (any more), or its model does not exist for this viewer. */
export async function findRow(id: string, viewer: Viewer): Promise<FoundRow | null> {
  const [row] = await findRows([id], viewer);
  return row ?? null;
}

/** Whether a prediction exists for this viewer. */
export async function isSeen(id: string, viewer: Viewer): Promise<boolean> {
  const rows = await database().$queryRaw<unknown[]>`
    SELECT 1 FROM predictions p JOIN models m ON m.id = p.model_id
    WHERE p.id = ${id} AND p.deleted_at IS NULL AND ${sqlSeenBy(viewer)}`;
  return rows.length > 0;
}

/** Those of some predictions that exist for this viewer, in no order. */
export const findRows = (ids: string[], viewer: Viewer): Promise<FoundRow[]> =>
  selectRows(Prisma.sql`p.id = ANY(${ids}) AND ${sqlSeenBy(viewer)}`);

/** What a list of predictions is narrowed to; times are bounds of their creation, `created_after` excluded. */
type PageWish = Omit<PredictionsQuery, "cursor"> & {
  /** Who made them; null for all. */
  visitors: string[] | null;
  after: Place | null;
  limit: number;
  /** The owner/name of the only model that counts. */
  model?: string;
};

/** A page of predictions that a viewer may see, newest first. */
export async function findPage(viewer: Viewer, wish: PageWish): Promise<FoundRow[]> {
  const { visitors, after, created_after, created_before, source, limit, model } = wish;
  const conditions = [
    sqlSeenBy(viewer),
    ...(visitors ? [Prisma.sql`p.visitor = ANY(${visitors})`] : []),
    ...(model ? [Prisma.sql`m.owner || '/' || m.name = ${model}`] : []),
    ...(after ? [Prisma.sql`(p.created_at, p.id) < (${after.createdAt}, ${after.id})`] : []),
    ...(created_after ? [Prisma.sql`p.created_at > ${new Date(created_after)}`] : []),
    ...(created_before ? [Prisma.sql`p.created_at < ${new Date(created_before)}`] : []),
    ...(source ? [Prisma.sql`p.source = ${source}::prediction_source`] : []),
  ];
  return selectRows(
    Prisma.sql`${Prisma.join(conditions, " AND ")}
      ORDER BY p.created_at DESC, p.id DESC LIMIT ${limit}`,
  );
}

async function selectRows(condition: Prisma.Sql): Promise<FoundRow[]> {
  const rows = await database().$queryRaw<RawRow[]>`
    SELECT ${COLUMNS}
    FROM predictions p
    JOIN models m ON m.id = p.model_id
    LEFT JOIN prediction_payloads l ON l.prediction_id = p.id
    LEFT JOIN environments e ON e.id = p.environment_id
    WHERE p.deleted_at IS NULL AND ${condition}`;
  return Promise.all(
    rows.map(async (row) => {
      const { owner, name, definition } = await getVersion(row.versionId);
      return { ...row, owner, name, ...traitsFrom(definition, row) };
    }),
  );
}

/** What a prediction's row takes from the definition of its version. */
export const traitsFrom = (
  { weights, output }: ModelDefinition,
  { isRaw }: Pick<RawRow, "isRaw">,
): Pick<FoundRow, "weights" | "isWhole"> => ({
  weights: { name: weights.name, sha256: weights.sha256 ?? null },
  isWhole: !isRaw && isWhole(output),
});
