import { createHmac, randomBytes } from "node:crypto";
import { database } from "./database.ts";
import { shared } from "./shared.ts";

const KEY_BYTES = 32;

/** What this installation signs with, by purpose. All processes on one database have the same. */
type KeyName = "streams" | "webhooks";

/** The HMAC-SHA256 of a text under this installation's key for a purpose, which is made when it is first needed. */
export async function sign(purpose: KeyName, text: string): Promise<Buffer> {
  const keys = shared("signing-keys", () => new Map<KeyName, Buffer>());
  const key = keys.get(purpose) ?? (await readKey(purpose));
  keys.set(purpose, key);
  return createHmac("sha256", key).update(text).digest();
}

async function readKey(name: KeyName): Promise<Buffer> {
  const value = randomBytes(KEY_BYTES);
  // Several processes may need it first at the same moment: one of them wins.
  const [row] = await database().$queryRaw<{ value: Uint8Array }[]>`
    INSERT INTO signing_keys (name, value) VALUES (${name}, ${value})
    ON CONFLICT (name) DO UPDATE SET name = EXCLUDED.name
    RETURNING value`;
  if (!row) throw new Error(`no key for ${name}`);
  return Buffer.from(row.value);
}
