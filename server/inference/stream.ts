import { database } from "#server/database.ts";
import { shared } from "#server/shared.ts";
import { changes, findLive } from "./live-output.ts";

export type StreamEvent =
  | { type: "output"; id: number; text: string }
  | { type: "error"; id: number; detail: string }
  | { type: "done"; id: number; reason: "canceled" | "error" | null }
  | { type: "heartbeat" };

/** What a lost notification costs a reader at most, and how often a quiet stream shows that it lives. */
const HEARTBEAT_MS = 10_000;

/** Further than any prediction writes: whoever waits for the end alone reads no chunks. */
export const BEYOND_CHUNKS = 2 ** 31 - 1;

type Stored = { state: string; error: string | null; chunks: string[] };

/**
 * The output of a prediction from its chunk number `after` on, live until its end, whichever process runs it. Pulls:
 * a slow reader holds a place in the list, not a buffer. Ends without `done` when this process shuts down; whoever
 * reads on elsewhere with the last id misses nothing.
 */
export async function* streamPrediction(
  id: string,
  after: number,
  signal: AbortSignal,
): AsyncGenerator<StreamEvent> {
  const watch = watchChanges(id, signal);
  let position = after;
  try {
    while (!watch.ended()) {
      watch.reset(); // before reading, so that no change slips between
      const { chunks, end } = await readFrom(id, position);
      for (const text of chunks) {
        position += 1;
        yield { type: "output", id: position, text };
      }
      if (end) return yield* endEvents(end, position);
      if ((await watch.next()) === "quiet") yield { type: "heartbeat" };
    }
  } finally {
    watch.close();
  }
}

function* endEvents({ state, error }: Stored, position: number): Generator<StreamEvent> {
  if (state === "failed")
    yield { type: "error", id: position + 1, detail: error ?? "The prediction failed." };
  const reason = state === "failed" ? "error" : state === "canceled" ? "canceled" : null;
  yield { type: "done", id: position + 2, reason };
}

/** What there is from a position on: from memory where it runs in this process, else from the database. */
async function readFrom(
  id: string,
  position: number,
): Promise<{ chunks: string[]; end: Stored | null }> {
  const live = findLive(id);
  if (live) return { chunks: live.chunks.slice(position), end: null };
  const stored = await readStored(id, position);
  return { chunks: stored?.chunks ?? [], end: stored && isEnd(stored) ? stored : null };
}

const isEnd = ({ state }: Stored): boolean => state !== "queued" && state !== "running";

async function readStored(id: string, position: number): Promise<Stored | null> {
  const [row] = await database().$queryRaw<Stored[]>`
    SELECT p.state::text AS state, p.error,
      COALESCE(jsonb_path_query_array(l.chunks, '$[$from to last]',
        jsonb_build_object('from', ${position}::int)), '[]') AS chunks
    FROM predictions p LEFT JOIN prediction_payloads l ON l.prediction_id = p.id
    WHERE p.id = ${id}`;
  return row ?? null;
}

const END = "end of streams";

/** `idle`: of what does not run in this process; whoever follows that reads on elsewhere. */
type Ending = "none" | "idle" | "all";

const streams = (): { ending: Ending } => shared("streams", () => ({ ending: "none" }));

const isEnding = (id: string): boolean => {
  const { ending } = streams();
  return ending === "all" || (ending === "idle" && !findLive(id));
};

/** Follows what there is to read of one prediction until the reader or this process leaves. */
function watchChanges(id: string, signal: AbortSignal) {
  const emitter = changes();
  let isChanged = false;
  let isEnded = signal.aborted || isEnding(id);
  let wake = () => {};
  const handleChange = () => {
    isChanged = true;
    wake();
  };
  const handleAbort = () => {
    isEnded = true;
    wake();
  };
  const handleEnd = () => {
    if (isEnding(id)) handleAbort();
  };
  emitter.on(id, handleChange).on(END, handleEnd);
  signal.addEventListener("abort", handleAbort, { once: true });
  return {
    ended: () => isEnded,
    reset: () => {
      isChanged = false;
    },
    next: async (): Promise<"changed" | "quiet"> => {
      if (isChanged || isEnded) return "changed";
      await new Promise<void>((resolve) => {
        const patience = setTimeout(resolve, HEARTBEAT_MS);
        wake = () => {
          clearTimeout(patience);
          resolve();
        };
      });
      return isChanged || isEnded ? "changed" : "quiet";
    },
    close: () => {
      emitter.off(id, handleChange).off(END, handleEnd);
      signal.removeEventListener("abort", handleAbort);
    },
  };
}

/** Ends open streams of this process, and those yet to come, so that it can exit; their readers reconnect. */
export function endStreams(which: Exclude<Ending, "none">): void {
  streams().ending = which;
  changes().emit(END);
}
