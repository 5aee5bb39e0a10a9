import { createHmac, timingSafeEqual } from "node:crypto";
import { env } from "#server/env.ts";

const OWNER_LINK_MS = 15 * 60 * 1000;

/** The path of a link that signs its holder in as the owner for the next quarter hour: the way back in. */
export function ownerLink(): string {
  const expiresAt = String(Date.now() + OWNER_LINK_MS);
  return `/sign-in/link?proof=${expiresAt}.${mac(expiresAt).toString("base64url")}`;
}

/** Whether a text is the proof out of an ownerLink that is good still. */
export function isOwnerProof(proof: string): boolean {
  const [expiresAt = "", given = ""] = proof.split(".");
  if (!env().VITRINE_OWNER_KEY || !(Number(expiresAt) > Date.now())) return false;
  const right = mac(expiresAt);
  const offered = Buffer.from(given, "base64url");
  return offered.length === right.length && timingSafeEqual(offered, right);
}

function mac(expiresAt: string): Buffer {
  const key = env().VITRINE_OWNER_KEY;
  if (!key) throw new Error("VITRINE_OWNER_KEY is not set: start with `npm start`.");
  return createHmac("sha256", key).update(`link ${expiresAt}`).digest();
}
