import { EventEmitter } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { database, databaseUrl } from "./database.ts";
import { newId } from "./ids.ts";
import { log } from "./log.ts";
import { shared } from "./shared.ts";

/** What processes tell each other through PostgreSQL's NOTIFY. Lost ones are made up for by slow polls. */
export type Notification =
  | { type: "queued" }
  | { type: "changed"; ids: string[]; by: string }
  | { type: "cancel"; id: string }
  | { type: "deleted-versions"; ids: string[] };

export const CHANNEL = "vitrine";
const RECONNECT_MS = 500;

/** The random name of this process, under which it holds predictions. */
export const workerId = (): string => shared("worker", () => newId());

/** Calls `listener` for every notification of any process, this one included; returns what ends it. */
export function onNotification(listener: (notification: Notification) => void): () => void {
  const emitter = shared("notifications", () => {
    const made = new EventEmitter().setMaxListeners(0);
    void listenForEver(made);
    return made;
  });
  emitter.on("notification", listener);
  return () => emitter.off("notification", listener);
}

/** Tells every process, this one included. */
export async function tellAll(notification: Notification): Promise<void> {
  await database().$queryRaw`
    SELECT pg_notify(${CHANNEL}, ${JSON.stringify(notification)})::text`;
}

async function listenForEver(emitter: EventEmitter): Promise<never> {
  for (;;) {
    await listenUntilLost(emitter).catch((error: Error) =>
      log.warn({ error: error.message }, "listening for notifications failed; trying again"),
    );
    await sleep(RECONNECT_MS);
  }
}

async function listenUntilLost(emitter: EventEmitter): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl(), keepAlive: true });
  const lost = new Promise<void>((resolve) => {
    client.on("error", () => resolve());
    client.on("end", () => resolve());
  });
  client.on("notification", ({ payload }) => {
    if (payload) emitter.emit("notification", JSON.parse(payload));
  });
  try {
    await client.connect();
    await client.query(`LISTEN ${CHANNEL}`);
    await lost;
  } finally {
    await client.end().catch(() => {}); // already closed
  }
}
