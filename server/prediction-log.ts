import {
  LOG_PAGE_SIZE,
  type LoggedPrediction,
  type LogPage,
  type LogQuery,
  logSearch,
} from "#contract/prediction-log.ts";
import { mayInspect, type Owned, type Viewer } from "./access.ts";
import { type Place, readCursor, writeCursor } from "./keyset.ts";
import type { LogStart } from "./prediction-log-conditions.ts";
import { type FoundLogRows, findLogRows, type LogRow } from "./prediction-log-rows.ts";
import { absoluteUrl, STATUS, seconds } from "./presentation.ts";
import { invalidInput, notFound, Problem } from "./problem.ts";
import { getLatestVersion, getVersion } from "./versions.ts";

/**
 * A page of everything that was run on a model, newest first. Throws a 404 Problem for who may not see its log, and a 422
 * for a cursor of another make or a version of another model.
 */
export async function listPredictionLog(
  { owner, name }: Owned,
  { before, after, ...filters }: LogQuery,
  viewer: Viewer,
): Promise<LogPage> {
  const { modelId } = await getLatestVersion(owner, name, viewer);
  if (!mayInspect(viewer, { owner, name })) throw notFound();
  if (filters.version) await requireVersionOf(modelId, filters.version);
  const start: LogStart = after
    ? { place: readCursor(after, "after"), direction: "newer" }
    : { place: before ? readCursor(before, "before") : null, direction: "older" };
  return pageOf(await findLogRows({ ...filters, modelId }, start), start);
}

function pageOf({ rows, stoppedAt }: FoundLogRows, { place, direction }: LogStart): LogPage {
  const shown = rows.slice(0, LOG_PAGE_SIZE);
  const further = cursorOf(rows.length > LOG_PAGE_SIZE ? shown.at(-1) : stoppedAt);
  const back = cursorOf(place && shown[0]);
  const isOlder = direction === "older";
  return {
    results: (isOlder ? shown : shown.reverse()).map(presentRow),
    older: isOlder ? further : back,
    newer: isOlder ? back : further,
    looked_until: stoppedAt?.createdAt.toISOString() ?? null,
  };
}

const cursorOf = (place: Place | null | undefined) => (place ? writeCursor(place) : null);

async function requireVersionOf(modelId: string, id: string): Promise<void> {
  const version = await getVersion(id).catch((error: unknown) => {
    if (error instanceof Problem && error.status === 404) return null;
    throw error;
  });
  if (version?.modelId === modelId) return;
  const description = "is no version of this model: choose one of its own";
  throw invalidInput([{ type: "invalid", field: "version", description }]);
}

/** A page of the log as `/v1` sends it: as Replicate's lists are, of slim rows. A page may hold less than 50 rows and yet have a next. */
export function presentLogPage({ owner, name }: Owned, query: LogQuery, page: LogPage) {
  const address = absoluteUrl(`/v1/models/${owner}/${name}/predictions`);
  const { older, newer, results } = page;
  return {
    previous: newer && address + logSearch(query, { after: newer }),
    next: older && address + logSearch(query, { before: older }),
    results,
  };
}

function presentRow(row: LogRow): LoggedPrediction {
  return {
    ...{ id: row.id, version: row.versionId, status: STATUS[row.state], source: row.source },
    created_at: row.createdAt.toISOString(),
    completed_at: row.completedAt?.toISOString() ?? null,
    input_preview: row.inputPreview,
    output_preview: row.outputPreview,
    has_violations: row.hasViolations,
    error: row.error,
    metrics: {
      ...(row.predictMs === null ? {} : { predict_time: seconds(row.predictMs) ?? 0 }),
      ...(row.tokensIn === null ? {} : { input_token_count: row.tokensIn }),
      ...(row.tokensOut === null ? {} : { output_token_count: row.tokensOut }),
    },
    urls: {
      get: absoluteUrl(`/v1/predictions/${row.id}`),
      web: absoluteUrl(`/p/${row.id}`),
    },
  };
}
