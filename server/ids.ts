import { randomBytes } from "node:crypto";

const DIGITS = "0123456789abcdefghijklmnopqrstuv";

/**
 * A new id of 26 characters [0-9a-v], as long as Replicate's: a UUIDv7 (RFC 9562: 48 bits of Unix milliseconds, then
 * random bits) in base32hex, so that ids sort by time. Not a secret.
 */
export function newId(now = Date.now()): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(now, 0, 6);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return base32(bytes);
}

/** An id of the same form that nobody can guess: 128 random bits. */
export const newSecretId = (): string => base32(randomBytes(16));

function base32(bytes: Buffer): string {
  let value = BigInt(`0x${bytes.toString("hex")}`);
  let text = "";
  for (let place = 0; place < 26; place += 1) {
    text = DIGITS.charAt(Number(value & 31n)) + text;
    value >>= 5n;
  }
  return text;
}

/** Whether a text could be an id at all; anything else is answered 404 without asking the database. */
export const isId = (text: string): boolean => /^[0-7][0-9a-v]{25}$/.test(text);
