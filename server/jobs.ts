import { setTimeout as sleep } from "node:timers/promises";
import { Logger, parseCronItems, type Runner, run, type TaskList } from "graphile-worker";
import pg from "pg";
import { databaseUrl } from "./database.ts";
import { forgetIdempotencyKeys } from "./idempotency.ts";
import { log } from "./log.ts";
import { deleteOutdatedData } from "./retention.ts";
import { deliverWebhook } from "./webhooks/deliver.ts";

const CONCURRENCY = 4;
const RETRY_MS = 1_000;
const UNLOCK_MS = 15_000;
/** Longer than any job takes: whoever holds one for so long has died with it. */
const ABANDONED_SECONDS = 60;

/** What is done beside predictions, by whichever process comes first; each may be done twice. */
const tasks: TaskList = {
  webhook: (payload, { job }) => deliverWebhook(payload, job.id),
  retention: async () => {
    await deleteOutdatedData();
    await forgetIdempotencyKeys();
  },
};

const schedule = parseCronItems([
  { task: "retention", match: "7 * * * *", options: { backfillPeriod: 60 * 60 * 1_000 } },
]);

const quiet = new Logger(() => (level, message) => {
  if (level === "error") log.warn({ error: message }, "a job failed");
});

/** Does jobs in this process from now on, through losses of the database. Returns what ends that. */
export function startJobs(): () => Promise<void> {
  const pool = new pg.Pool({ connectionString: databaseUrl(), max: CONCURRENCY + 1 });
  const tellOfLoss = (error: Error) =>
    log.warn({ error: error.message }, "database connection lost");
  pool.on("error", tellOfLoss);
  pool.on("connect", (client) => client.on("error", tellOfLoss)); // one that is at work tells the pool nothing
  let [runner, isStopped] = [null as Runner | null, false];
  const runForEver = async () => {
    while (!isStopped) {
      try {
        runner = await run({
          ...{ pgPool: pool, taskList: tasks, parsedCronItems: schedule, logger: quiet },
          ...{ concurrency: CONCURRENCY, noHandleSignals: true, pollInterval: 2_000 },
        });
        if (isStopped) await runner.stop();
        await runner.promise;
      } catch (error) {
        log.warn({ error: String(error) }, "doing jobs failed; trying again");
        await sleep(RETRY_MS);
      }
    }
  };
  const running = runForEver();
  const unlocking = setInterval(() => void unlockAbandoned(pool), UNLOCK_MS);
  return async () => {
    isStopped = true;
    clearInterval(unlocking);
    await runner?.stop().catch(() => {}); // it has stopped by itself
    await running;
    await pool.end();
  };
}

/** Whoever is killed leaves jobs locked, by default for four hours. */
async function unlockAbandoned(pool: pg.Pool): Promise<void> {
  const sql = `SELECT graphile_worker.force_unlock_workers(array_agg(DISTINCT locked_by))
    FROM graphile_worker.jobs WHERE locked_at < now() - make_interval(secs => $1) HAVING count(*) > 0`;
  await pool
    .query(sql, [ABANDONED_SECONDS])
    .catch((error: Error) => log.warn({ error: error.message }, "unlocking jobs failed"));
}
