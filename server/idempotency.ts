import type { Viewer } from "./access.ts";
import { database } from "./database.ts";
import { canonicalJson, sha256 } from "./digest.ts";
import { invalidInput, Problem } from "./problem.ts";
import { seal, unseal } from "./sealing.ts";

const KEPT_HOURS = 24;
const KEY_MAX = 255;
/** A request that has not answered after so long never will: its process was killed. */
const UNDER_WAY_SECONDS = 120;

/** Who asked under which name, as a digest, and the digest of what was asked. */
export type NamedRequest = { id: string; requestSha: string };

type Asked = { what: string; body: unknown; viewer: Viewer };

/**
 * The `Idempotency-Key` of a request, null where it has none; `what` is what is asked for, by its address. Two who ask have
 * keys of their own: a stranger without a cookie is known by address, or a second try would be somebody else's. Throws a 422
 * Problem for one that is empty or too long.
 */
export function readIdempotencyKey(headers: Headers, asked: Asked): NamedRequest | null {
  const key = headers.get("idempotency-key");
  return key === null ? null : nameOf(key, asked);
}

function nameOf(key: string, { what, body, viewer }: Asked): NamedRequest {
  if (key.length === 0 || key.length > KEY_MAX) {
    const description = `has to be a text of 1 to ${KEY_MAX} characters, such as a random UUID`;
    throw invalidInput([{ type: "invalid", field: "Idempotency-Key", description }]);
  }
  const asker = viewer.visitor ?? `address:${viewer.address}`;
  return { id: sha256(`${asker}\n${key}`), requestSha: sha256(canonicalJson({ what, body })) };
}

/**
 * The prediction that a request of this name has made already; null where it is the first. Throws a 422 Problem where the
 * name stands for another request.
 */
export async function findEarlier(named: NamedRequest | null): Promise<string | null> {
  return named && ((await findNamed(named))?.predictionId ?? null);
}

async function findNamed({ id, requestSha }: NamedRequest) {
  const row = await database().idempotencyKey.findUnique({ where: { id } });
  if (!row || row.requestSha === requestSha) return row;
  const description = "was used for another request: take a new one for each, or send the same";
  throw invalidInput([{ type: "idempotency_key_reused", field: "Idempotency-Key", description }]);
}

/**
 * Makes what a request asks for, and under the same `Idempotency-Key` never twice: for a day it is answered as the first
 * time. `body` gives all that it sent, or its digest, and is asked for where there is a key; `prediction` is the one that the
 * answer tells of, as it goes with it. An answer may hold a secret, so it is kept sealed under the key, which is not kept.
 * Throws what `make` throws, which takes no name, a 422 Problem where the name stands for another request, and a 409 while
 * the first is under way.
 */
export async function makeOnce<Made extends object>(
  request: Request,
  { body, viewer, prediction }: { body: () => unknown; viewer: Viewer; prediction?: string },
  make: () => Promise<Made>,
): Promise<Made> {
  const { headers, method, url } = request;
  const key = headers.get("idempotency-key");
  if (key === null) return make();
  const what = `${method} ${new URL(url).pathname}`;
  const named = nameOf(key, { what, body: await body(), viewer });
  if (!(await takeName(named))) return (await answerOf(named, key)) as Made; // what `make` gave under this name
  const where = { id: named.id };
  const made = await make().catch(async (error) => {
    await database().idempotencyKey.deleteMany({ where });
    throw error;
  });
  const answer = seal(JSON.stringify(made), key);
  await database().idempotencyKey.update({ where, data: { answer, predictionId: prediction } });
  return made;
}

/** Whether the request is the first of its name, or follows one that was killed. */
async function takeName({ id, requestSha }: NamedRequest): Promise<boolean> {
  const taken = await database().$queryRaw<object[]>`
    INSERT INTO idempotency_keys AS kept (id, request_sha) VALUES (${id}, ${requestSha})
    ON CONFLICT (id) DO UPDATE SET created_at = now()
    WHERE kept.request_sha = ${requestSha} AND kept.prediction_id IS NULL AND kept.answer IS NULL
      AND kept.created_at < now() - make_interval(secs => ${UNDER_WAY_SECONDS})
    RETURNING id`;
  return taken.length > 0;
}

async function answerOf(named: NamedRequest, key: string): Promise<object> {
  const answer = (await findNamed(named))?.answer;
  if (answer) return JSON.parse(unseal(answer, key));
  const detail = "The first request with this Idempotency-Key is under way: send it again soon.";
  throw new Problem(409, "Conflict", detail, { retryAfterSeconds: 1 });
}

/** Forgets the names of requests that are older than a day. */
export async function forgetIdempotencyKeys(): Promise<void> {
  await database().$executeRaw`
    DELETE FROM idempotency_keys WHERE created_at < now() - make_interval(hours => ${KEPT_HOURS})`;
}
