import type { SqlTrial } from "./run-on-sample.ts";
import type { SqlRequest } from "./sql-worker.ts";

/** Milliseconds that a query gets once SQLite is there. */
const QUERY_MS_MAX = 2_000;

/** Runs a query in a thread of its own, which is ended with it: no query can hold up the page. */
export function tryInWorker(request: SqlRequest): Promise<SqlTrial> {
  const worker = new Worker(new URL("./sql-worker.ts", import.meta.url), { type: "module" });
  let deadline: ReturnType<typeof setTimeout> | undefined;
  const answer = new Promise<SqlTrial>((resolve) => {
    worker.onerror = () => resolve(notLoaded);
    worker.onmessage = ({ data }: MessageEvent<"ready" | "not loaded" | SqlTrial>) => {
      if (data === "not loaded") return resolve(notLoaded);
      if (data !== "ready") return resolve(data);
      deadline = setTimeout(() => resolve(tooLong), QUERY_MS_MAX);
    };
  });
  worker.postMessage(request);
  return answer.finally(() => {
    clearTimeout(deadline);
    worker.terminate();
  });
}

const notLoaded: SqlTrial = {
  ok: false,
  complaint: "SQLite could not be loaded: see that you are online, and try again.",
  tables: [],
};

const tooLong: SqlTrial = {
  ok: false,
  complaint: `This query was stopped: it took longer than ${QUERY_MS_MAX / 1000} seconds on a few rows.`,
  tables: [],
};
