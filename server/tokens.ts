import { AsyncLocalStorage } from "node:async_hooks";
import { randomBytes } from "node:crypto";
import { type TokenRequest, tokenScope } from "#contract/account.ts";
import { accountVisitor, type Viewer } from "./access.ts";
import { record } from "./audit.ts";
import { database } from "./database.ts";
import { sha256 } from "./digest.ts";
import { unexpired } from "./expiry.ts";
import { newId } from "./ids.ts";
import { notFound, Problem } from "./problem.ts";
import { shared } from "./shared.ts";

const SECRET_BYTES = 24;
const PREFIX_CHARACTERS = 8;
const DAY_MS = 24 * 60 * 60 * 1000;
/** How exactly it is known when a token was last used: each use would else be a write. */
const USE_MS = 60_000;

/** Who an Authorization header speaks for (`Bearer`, or Replicate's older `Token`); null when its token is not good. */
export async function tokenViewer(authorization: string): Promise<Omit<Viewer, "address"> | null> {
  const row = tokenOfRequest().getStore() ?? (await findToken(authorization));
  if (!row) return null;
  if (!row.lastUsedAt || row.lastUsedAt.getTime() < Date.now() - USE_MS)
    await database().apiToken.updateMany({
      where: { id: row.id },
      data: { lastUsedAt: new Date() },
    });
  const scopes = row.scopes.flatMap((scope) => tokenScope.safeParse(scope).data ?? []);
  return {
    visitor: accountVisitor(row.accountId),
    account: row.account,
    token: { id: row.id, scopes, models: row.models.length > 0 ? row.models : null },
  };
}

type FoundToken = NonNullable<Awaited<ReturnType<typeof findToken>>>;

const tokenOfRequest = () => shared("token", () => new AsyncLocalStorage<FoundToken | null>());

/** Handles a request whose token was found, which is then not looked for again. */
export const handleWithToken = <Result>(token: FoundToken | null, handle: () => Result): Result =>
  tokenOfRequest().run(token, handle);

async function findToken(authorization: string) {
  const token = authorization.match(/^(?:Bearer|Token) +(\S{1,512}) *$/i)?.[1];
  if (!token) return null;
  return database().apiToken.findFirst({
    where: { tokenSha: sha256(token), ...usable() },
    include: { account: { select: { id: true, name: true, role: true } } },
  });
}

/** Whether some token that is good may be used by the pages of an origin. */
export const isKnownOrigin = async (origin: string): Promise<boolean> =>
  (await database().apiToken.count({ where: { origins: { has: origin }, ...usable() } })) > 0;

const usable = () => ({
  revokedAt: null,
  ...unexpired(),
});

/**
 * The token of a request; null where it has none. Throws a 401 Problem for one that is unknown, expired or revoked: nobody
 * is to wonder why what is theirs is not there.
 */
export async function requireGoodToken(headers: Headers): Promise<FoundToken | null> {
  const authorization = headers.get("authorization");
  if (authorization === null) return null;
  const row = await findToken(authorization);
  if (row) return row;
  const detail =
    "This token is unknown, expired or revoked. Send one that was made at /account as “Authorization: Bearer …”, or none to use what is public.";
  throw new Problem(401, "Unauthorized", detail);
}

/** Makes a token; its text is told once, here. */
export async function createToken(
  account: { id: string; name: string },
  { label, scopes, models, origins, days }: TokenRequest,
): Promise<{ id: string; token: string }> {
  const token = `vt_${randomBytes(SECRET_BYTES).toString("base64url")}`;
  const id = newId();
  const data = {
    ...{ id, label, scopes, models, origins, accountId: account.id, tokenSha: sha256(token) },
    prefix: token.slice(0, PREFIX_CHARACTERS),
    expiresAt: days === null ? null : new Date(Date.now() + days * DAY_MS),
  };
  const db = database();
  await db.$transaction([
    db.apiToken.create({ data }),
    record(db, account, "token.create", id, { scopes, models, origins }),
  ]);
  return { id, token };
}

/** The tokens of an account that are good still, newest first, without what could be used. */
export function listTokens(account: { id: string }) {
  return database().apiToken.findMany({
    where: { accountId: account.id, ...usable() },
    orderBy: { createdAt: "desc" },
    select: {
      ...{ id: true, label: true, prefix: true, scopes: true, models: true, origins: true },
      ...{ createdAt: true, lastUsedAt: true, expiresAt: true },
    },
  });
}

/** Ends a token for good. Throws a 404 Problem unless it is this account's, and good until now. */
export async function revokeToken(
  account: { id: string; name: string },
  id: string,
): Promise<void> {
  await database().$transaction(async (db) => {
    const { count } = await db.apiToken.updateMany({
      where: { id, accountId: account.id, revokedAt: null },
      data: { revokedAt: new Date() },
    });
    if (count === 0) throw notFound();
    await record(db, account, "token.revoke", id);
  });
}
