import { EventEmitter } from "node:events";
import { database, persistently } from "#server/database.ts";
import { log } from "#server/log.ts";
import { CHANNEL, type Notification, workerId } from "#server/notifications.ts";
import { shared } from "#server/shared.ts";
import type { Claim } from "./lease.ts";

/** Text that arrives within this time is stored and shown together: ten times a second still reads as writing. */
const COALESCE_MS = 100;

/** The output of a prediction that runs in this process: what is stored, and thus may be shown. */
export type LiveOutput = { attempt: number; chunks: string[] };

type Writer = {
  live: Map<string, LiveOutput>;
  pending: Map<string, { attempt: number; text: string }>;
  /** Emits a prediction's id whenever there is more to read of it, or it ended. */
  changes: EventEmitter;
  flushing: Promise<void> | null;
  /** Somebody's first token has come since the flush under way began. */
  isUrgent: boolean;
  timer: NodeJS.Timeout | null;
};

const writer = (): Writer =>
  shared("live-output", () => ({
    live: new Map(),
    pending: new Map(),
    changes: new EventEmitter().setMaxListeners(0),
    flushing: null,
    isUrgent: false,
    timer: null,
  }));

export const findLive = (id: string): LiveOutput | undefined => writer().live.get(id);
export const changes = (): EventEmitter => writer().changes;

/** Begins the output of a claim where an earlier attempt's readers left off. */
export function openOutput(claim: Claim): void {
  writer().live.set(claim.id, { attempt: claim.attempt, chunks: [...claim.chunks] });
}

/** Ends it: readers now find the end in the database. */
export function closeOutput(id: string): void {
  const { live, pending } = writer();
  live.delete(id);
  pending.delete(id);
  writer().changes.emit(id);
}

/** Adds generated text. It is stored first and shown second; a first token at once, later ones in small groups. */
export function appendOutput(claim: Claim, text: string): void {
  const state = writer();
  const waiting = state.pending.get(claim.id);
  state.pending.set(claim.id, { attempt: claim.attempt, text: (waiting?.text ?? "") + text });
  const isFirst = state.live.get(claim.id)?.chunks.length === 0 && !waiting;
  state.isUrgent ||= isFirst;
  if (state.flushing !== null) return; // the flush under way starts the next one
  if (isFirst) void flush();
  else state.timer ??= setTimeout(() => void flush(), COALESCE_MS);
}

/** Resolves when everything added so far is stored, or is known to be another process's by now. */
export async function flushOutput(): Promise<void> {
  while (writer().pending.size > 0 || writer().flushing !== null) await flush();
}

function flush(): Promise<void> {
  const state = writer();
  if (state.timer) clearTimeout(state.timer);
  state.timer = null;
  state.flushing ??= storePending()
    .catch((error: Error) => {
      // The database stayed away longer than a lease: what runs here is another process's by now.
      log.error({ error: error.message }, "generated text could not be stored");
    })
    .finally(() => {
      state.flushing = null;
      const pauseMs = state.isUrgent ? 0 : COALESCE_MS;
      if (state.pending.size > 0) state.timer ??= setTimeout(() => void flush(), pauseMs);
    });
  return state.flushing;
}

/** Stores what all running predictions have added since, in one statement. */
async function storePending(): Promise<void> {
  const state = writer();
  const added = [...state.pending].flatMap(([id, { attempt, text }]) => {
    const live = state.live.get(id);
    return live ? [{ id, attempt, position: live.chunks.length, chunks: chunksOf(text) }] : [];
  });
  state.pending.clear();
  state.isUrgent = false;
  if (added.length === 0) return;
  await persistently(() => storeChunks(added));
  for (const { id, chunks } of added) {
    state.live.get(id)?.chunks.push(...chunks);
    state.changes.emit(id);
  }
}

type AddedChunks = { id: string; attempt: number; position: number; chunks: string[] };

/** The position makes a second try harmless when the first was stored and only its answer was lost. */
async function storeChunks(added: AddedChunks[]): Promise<void> {
  const changed: Notification = { type: "changed", ids: added.map(({ id }) => id), by: workerId() };
  await database().$queryRaw`
    WITH added AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(added)}::jsonb)
        AS a(id text, attempt int, position int, chunks jsonb)
    ), stored AS (
      UPDATE prediction_payloads l SET chunks = l.chunks || a.chunks
      FROM added a JOIN predictions p ON p.id = a.id
      WHERE l.prediction_id = a.id AND jsonb_array_length(l.chunks) = a.position
        AND p.attempt = a.attempt AND p.worker = ${workerId()} AND p.state = 'running'
    )
    SELECT pg_notify(${CHANNEL}, ${JSON.stringify(changed)})::text`;
}

/**
 * Replicate's clients fetch a chunk that begins like a URL instead of showing it; cut in two, both of them put the
 * text together again.
 */
function chunksOf(text: string): string[] {
  return /^(https|data):/.test(text) ? [text.slice(0, 1), text.slice(1)] : [text];
}
