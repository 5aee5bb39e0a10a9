import { database } from "./database.ts";
import { invalidInput } from "./problem.ts";

const KEPT_HOURS = 24;

/**
 * The prediction that a request of this name has made already; null where it is the first. Throws a 422 Problem where the
 * name stands for another request.
 */
export async function findEarlier(
  idempotency: { id: string; requestSha: string } | null,
): Promise<string | null> {
  if (!idempotency) return null;
  const { id, requestSha } = idempotency;
  const row = await database().idempotencyKey.findUnique({ where: { id } });
  if (!row) return null;
  if (row.requestSha === requestSha) return row.predictionId;
  const description = "was used for another request: take a new one for each, or send the same";
  throw invalidInput([{ type: "idempotency_key_reused", field: "Idempotency-Key", description }]);
}

/** Forgets the names of requests that are older than a day. */
export async function forgetIdempotencyKeys(): Promise<void> {
  await database().$executeRaw`
    DELETE FROM idempotency_keys WHERE created_at < now() - make_interval(hours => ${KEPT_HOURS})`;
}
