import { randomBytes } from "node:crypto";
import type { Viewer } from "#server/access.ts";
import { addressOf } from "#server/address.ts";
import { Problem } from "#server/problem.ts";
import { tokenViewer } from "#server/tokens.ts";
import { sessionAccount } from "./sessions.ts";

export const VISITOR_COOKIE = "vitrine_visitor";
/** What the cookie of a signed-in browser is called, with https or without. */
const SESSION_COOKIES = ["vitrine.session_token", "__Secure-vitrine.session_token"];

type Cookies = { get(name: string): { value: string } | undefined };

/**
 * Who a request comes from. A token in the Authorization header speaks for itself alone: cookies beside it count for
 * nothing, and one that is not good is a stranger's.
 */
export async function viewerOf(headers: Headers, cookies: Cookies): Promise<Viewer> {
  const authorization = headers.get("authorization");
  const address = addressOf(headers);
  if (authorization !== null)
    return { ...((await tokenViewer(authorization)) ?? STRANGER), address };
  const cookie = cookies.get(VISITOR_COOKIE)?.value;
  const visitor = cookie && /^[\w-]{22}$/.test(cookie) ? cookie : null;
  const isSignedIn = SESSION_COOKIES.some((name) => cookies.get(name));
  const account = isSignedIn ? await sessionAccount(headers) : null;
  return { visitor, account, token: null, address };
}

const STRANGER = { visitor: null, account: null, token: null };

/** A new visitor id: 128 random bits. */
export const newVisitor = (): string => randomBytes(16).toString("base64url");

/** Who asks with an account, at a page or by a token. Throws a 401 Problem for visitors. */
export function requireSomebody({ account }: Viewer): NonNullable<Viewer["account"]> {
  if (account) return account;
  throw new Problem(401, "Unauthorized", "Sign in, or send a token: visitors have no account.");
}

/** Who is signed in at a page. Throws a 401 Problem for visitors, and for programs: no token changes an account. */
export function requireAccount(viewer: Viewer): NonNullable<Viewer["account"]> {
  if (viewer.account && !viewer.token) return viewer.account;
  throw new Problem(401, "Unauthorized", "Sign in first: your session may have ended.");
}
