import { database } from "./database.ts";
import { sha256 } from "./digest.ts";
import { Problem } from "./problem.ts";

const KEPT_MS = 60 * 60 * 1000;

/** What is counted, and how often it may be tried within the window. */
type Limit = { key: string; max: number };

/**
 * Counts a try under each key, and throws a 429 Problem when that is one too many, which counts as well unless
 * `isForgiving`. It is stored before it is counted, so that of many at once no more than the limit get through. Returns
 * what `forgetAttempts` takes.
 */
export async function requireFewAttempts(
  limits: Limit[],
  tries: { windowMinutes: number; what: string; isForgiving?: boolean },
): Promise<bigint[]> {
  const rows = await database().attempt.createManyAndReturn({
    data: limits.map(({ key }) => ({ key: sha256(key) })),
    select: { id: true },
  });
  const ids = rows.map(({ id }) => id);
  for (const [index, limit] of limits.entries()) {
    const last = tries.isForgiving ? ids[index] : undefined;
    const freeAt = await whenFree(limit, tries.windowMinutes, last);
    if (freeAt === null) continue;
    if (tries.isForgiving) await forgetAttempts(ids);
    throw tooMany(tries.what, freeAt);
  }
  await database().attempt.deleteMany({ where: { at: { lt: new Date(Date.now() - KEPT_MS) } } });
  return ids;
}

/** How many tries are left under the tightest of some limits, and the seconds until the oldest that counts is forgotten. */
export async function triesLeft(
  limits: Limit[],
  windowMinutes: number,
): Promise<{ remaining: number; resetSeconds: number } | null> {
  const windowMs = windowMinutes * 60_000;
  const since = new Date(Date.now() - windowMs);
  const all = await Promise.all(
    limits.map(async ({ key, max }) => {
      const { _count, _min } = await database().attempt.aggregate({
        where: { key: sha256(key), at: { gte: since } },
        _count: true,
        _min: { at: true },
      });
      const freeAt = (_min.at ?? new Date()).getTime() + windowMs;
      return {
        remaining: Math.max(0, max - _count),
        resetSeconds: Math.max(1, Math.ceil((freeAt - Date.now()) / 1_000)),
      };
    }),
  );
  return all.toSorted((a, b) => a.remaining - b.remaining)[0] ?? null;
}

/** A try that was right, or came to nothing, counts for nothing. */
export async function forgetAttempts(ids: bigint[]): Promise<void> {
  if (ids.length > 0) await database().attempt.deleteMany({ where: { id: { in: ids } } });
}

/**
 * When the oldest of those that are too many leaves the window; null while there are not too many. Those after `last`
 * are not looked at: where they will be forgotten, each of many at once would else be turned away for the others.
 */
async function whenFree(
  { key, max }: Limit,
  windowMinutes: number,
  last: bigint | undefined,
): Promise<Date | null> {
  const windowMs = windowMinutes * 60_000;
  const oldest = await database().attempt.findFirst({
    where: {
      ...{ key: sha256(key), at: { gte: new Date(Date.now() - windowMs) } },
      ...(last === undefined ? {} : { id: { lte: last } }),
    },
    orderBy: { at: "desc" },
    skip: max,
    select: { at: true },
  });
  return oldest && new Date(oldest.at.getTime() + windowMs);
}

function tooMany(what: string, freeAt: Date): Problem {
  const seconds = Math.max(1, Math.ceil((freeAt.getTime() - Date.now()) / 1_000));
  const minutes = Math.ceil(seconds / 60);
  const time = minutes === 1 ? "a minute" : `${minutes} minutes`;
  const detail = `There were too many ${what}. Wait ${time}, then try again.`;
  return new Problem(429, "Too many tries", detail, { retryAfterSeconds: seconds });
}
