import { setTimeout as sleep } from "node:timers/promises";
import { PrismaPg } from "@prisma/adapter-pg";
import { env } from "./env.ts";
import { PrismaClient } from "./generated/client.ts";
import { log } from "./log.ts";
import { shared } from "./shared.ts";

const CONNECTIONS_MAX = 10;
const CONNECT_TIMEOUT_MS = 4_000;

/** The address of the database; `npm start` sets it for the processes it starts. Throws when there is none. */
export function databaseUrl(): string {
  const url = env().DATABASE_URL;
  if (!url) throw new Error("DATABASE_URL is not set: start with `npm start`, or set it.");
  return url;
}

/** The one Prisma client of this process. */
export function database(): PrismaClient {
  return shared("database", () => {
    const adapter = new PrismaPg(
      {
        connectionString: databaseUrl(),
        max: CONNECTIONS_MAX,
        connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      },
      {
        onPoolError: (error) => log.warn({ error: error.message }, "database connection lost"),
        onConnectionError: (error) =>
          log.warn({ error: error.message }, "database connection lost"),
      },
    );
    return new PrismaClient({ adapter });
  });
}

const RETRY_MS = 250;
const PERSIST_MS = 15_000;

/** Repeats a write that may safely be repeated while the database is away; after 15 s its last error is thrown. */
export async function persistently<T>(write: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + PERSIST_MS;
  for (;;) {
    try {
      return await write();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      log.warn({ error: String(error) }, "a write failed; trying again");
    }
    await sleep(RETRY_MS);
  }
}
