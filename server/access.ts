import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { sha256 } from "./digest.ts";
import { env } from "./env.ts";

/**
 * Who asks. `visitor` is the random id of a browser's cookie, or stands for the token of an API's caller; null for
 * someone without either. The owner of this installation sees what models are made of.
 */
export type Viewer = { visitor: string | null; isOwner: boolean };

export const VISITOR_COOKIE = "vitrine_visitor";
export const OWNER_COOKIE = "vitrine_owner";
const OWNER_SESSION_MS = 30 * 24 * 60 * 60 * 1000;
const OWNER_LINK_MS = 15 * 60 * 1000;

/** Who a request comes from, by its cookies and its Authorization header (`Bearer` and Replicate's older `Token`). */
export function viewerOf(credentials: {
  visitorCookie: string | undefined;
  ownerCookie: string | undefined;
  authorization: string | null;
}): Viewer {
  const { visitorCookie, ownerCookie, authorization } = credentials;
  const token = authorization?.match(/^(?:Bearer|Token) (\S{1,512})$/i)?.[1];
  const cookie = visitorCookie && /^[\w-]{22}$/.test(visitorCookie) ? visitorCookie : null;
  return {
    visitor: token ? `token:${sha256(token).slice(0, 32)}` : cookie,
    isOwner: ownerCookie !== undefined && isSigned("session", ownerCookie),
  };
}

/** A new visitor id: 128 random bits. */
export const newVisitor = (): string => randomBytes(16).toString("base64url");

/** The path of a link that signs its holder in as the owner for the next quarter hour. */
export const ownerLink = (): string => `/sign-in?proof=${sign("link", Date.now() + OWNER_LINK_MS)}`;

/** The owner's session cookie in exchange for the proof out of an ownerLink; null for one that is wrong or too old. */
export function exchangeOwnerProof(proof: string): { value: string; maxAgeSeconds: number } | null {
  if (!isSigned("link", proof)) return null;
  const value = sign("session", Date.now() + OWNER_SESSION_MS);
  return { value, maxAgeSeconds: OWNER_SESSION_MS / 1000 };
}

type Purpose = "session" | "link";

function sign(purpose: Purpose, expiresAt: number): string {
  return `${expiresAt}.${mac(purpose, String(expiresAt)).toString("base64url")}`;
}

function isSigned(purpose: Purpose, signed: string): boolean {
  const [expiresAt = "", given = ""] = signed.split(".");
  if (!env().VITRINE_OWNER_KEY || !(Number(expiresAt) > Date.now())) return false;
  const right = mac(purpose, expiresAt);
  const offered = Buffer.from(given, "base64url");
  return offered.length === right.length && timingSafeEqual(offered, right);
}

function mac(purpose: Purpose, expiresAt: string): Buffer {
  const key = env().VITRINE_OWNER_KEY;
  if (!key) throw new Error("VITRINE_OWNER_KEY is not set: start with `npm start`.");
  return createHmac("sha256", key).update(`${purpose} ${expiresAt}`).digest();
}
