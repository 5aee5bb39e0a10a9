import { database } from "#server/database.ts";
import { Prisma } from "#server/generated/client.ts";
import { CHANNEL, workerId } from "#server/notifications.ts";
import { ATTEMPTS_MAX } from "./lease.ts";

/** Waiting, or held by a process that fell silent: nobody works on it. */
const IDLE = Prisma.sql`(p.state = 'queued' OR (p.state = 'running' AND p.lease_until < now()))`;

/** Ends what nobody works on and nobody will: what was lost three times, and what has passed its deadline. */
export async function endHopeless(): Promise<void> {
  await endAll(
    Prisma.sql`p.attempt >= ${ATTEMPTS_MAX}`,
    Prisma.sql`state = 'failed', error_code = 'engine_crashed', error =
      'The engine stopped three times while working on this. Try it once more; if it stops again, the model''s owner should know.'`,
  );
  // Replicate's clients do not know `aborted`: for them it is a canceled prediction that says so.
  await endAll(
    Prisma.sql`p.deadline < now()`,
    Prisma.sql`state = 'canceled', error_code = 'aborted', error = CASE
      WHEN p.started_at IS NULL THEN 'aborted: deadline passed before start' END`,
  );
}

async function endAll(condition: Prisma.Sql, change: Prisma.Sql): Promise<void> {
  await database().$queryRaw`
    WITH ended AS (
      UPDATE predictions p SET ${change}, completed_at = now(), lease_until = NULL
      WHERE ${IDLE} AND ${condition}
      RETURNING p.id
    )
    SELECT pg_notify(${CHANNEL}, json_build_object(
      'type', 'changed', 'ids', json_agg(id), 'by', ${workerId()}::text)::text)::text
    FROM ended HAVING count(*) > 0`;
}
