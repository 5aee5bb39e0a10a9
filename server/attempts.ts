import { database } from "./database.ts";
import { sha256 } from "./digest.ts";
import { Problem } from "./problem.ts";

const KEPT_MS = 60 * 60 * 1000;

/** What is counted, and how often it may be tried within the window. */
type Limit = { key: string; max: number };

/**
 * Counts a try under each key, and throws a 429 Problem when that is one too many. It is stored before it is counted, so
 * that of many at once no more than the limit get through. Returns what `forgetAttempts` takes.
 */
export async function requireFewAttempts(
  limits: Limit[],
  { windowMinutes, what }: { windowMinutes: number; what: string },
): Promise<bigint[]> {
  const rows = await database().attempt.createManyAndReturn({
    data: limits.map(({ key }) => ({ key: sha256(key) })),
    select: { id: true },
  });
  const since = new Date(Date.now() - windowMinutes * 60_000);
  for (const { key, max } of limits) {
    const count = await countSince(key, since);
    if (count > max) throw tooMany(what, windowMinutes);
  }
  await database().attempt.deleteMany({ where: { at: { lt: new Date(Date.now() - KEPT_MS) } } });
  return rows.map(({ id }) => id);
}

/** A try that was right counts for nothing. */
export async function forgetAttempts(ids: bigint[]): Promise<void> {
  await database().attempt.deleteMany({ where: { id: { in: ids } } });
}

function countSince(key: string, since: Date): Promise<number> {
  return database().attempt.count({ where: { key: sha256(key), at: { gte: since } } });
}

function tooMany(what: string, windowMinutes: number): Problem {
  const time = windowMinutes === 1 ? "a minute" : `${windowMinutes} minutes`;
  const detail = `There were too many ${what}. Wait ${time}, then try again.`;
  return new Problem(429, "Too many tries", detail, { retryAfterSeconds: windowMinutes * 60 });
}
