import type { TokenScope } from "#contract/account.ts";
import type { Role } from "./generated/enums.ts";
import { notFound, Problem } from "./problem.ts";

type Account = { id: string; name: string; role: Role };

/**
 * Who asks. `visitor` is the random id of a browser's cookie, or `account:…` for a program with a token; null for
 * someone without either. A `token` narrows what its account may do: to run models, to read what is private, to write
 * what it manages, and to models where it names some. `address` is where the request came from, for limits; null for our own.
 */
export type Viewer = {
  visitor: string | null;
  account: Account | null;
  token: { id: string; scopes: TokenScope[]; models: string[] | null } | null;
  address: string | null;
};

/** A model, as far as rights depend on it. */
export type Owned = { owner: string; name: string };

/** This installation itself, which publishes what it ships and sees all. */
export const INSTALLATION: Viewer & { account: Account } = {
  visitor: null,
  account: { id: "installation", name: "vitrine", role: "owner" },
  token: null,
  address: null,
};

/** Whether someone runs this installation; by a token only where it may write and is not kept to some models. */
export const isOwner = ({ account, token }: Viewer): boolean =>
  account?.role === "owner" && (!token || (token.scopes.includes("write") && !token.models));

/** Whether someone publishes models under their own name; a token only where it is not kept to some models. */
export const mayPublish = (viewer: Viewer): viewer is Viewer & { account: Account } =>
  (viewer.account?.role === "owner" || viewer.account?.role === "creator") && !viewer.token?.models;

/** Whether someone may change a model, its visibility and its settings, and see its prompts and its log. */
export const mayManage = (viewer: Viewer, model: Owned): boolean =>
  owns(viewer, model) && tokenAllows(viewer, model, "write");

/** Whether someone may see a model's prompts and its log: whoever manages it, and reviewers. */
export const mayInspect = (viewer: Viewer, model: Owned): boolean =>
  (owns(viewer, model) || viewer.account?.role === "reviewer") &&
  tokenAllows(viewer, model, "read");

/** Lets those run a model who may see it; throws a 403 Problem for a token that is not for that. */
export function requireMayRun(viewer: Viewer, model: Owned): void {
  if (tokenAllows(viewer, model, "run")) return;
  throw forbiddenToToken(viewer, model, "run");
}

/** Lets those change what they made on a model who did; throws a 403 Problem for a token that is not for that. */
export function requireMayWrite(viewer: Viewer, model: Owned): void {
  if (tokenAllows(viewer, model, "write")) return;
  throw forbiddenToToken(viewer, model, "write");
}

/** Throws a 404 Problem for who does not manage a model, and a 403 for a token of theirs that is not for that. */
export function requireMayManage(viewer: Viewer, model: Owned): void {
  if (!owns(viewer, model)) throw notFound();
  requireMayWrite(viewer, model);
}

/** Throws a 403 Problem for a token without a scope, where no model says more. */
export function requireScope({ token }: Viewer, scope: TokenScope): void {
  if (!token || token.scopes.includes(scope)) return;
  throw new Problem(403, "Forbidden", lacksScope(scope));
}

const lacksScope = (scope: TokenScope): string =>
  `This token may not ${scope}: use one with the scope “${scope}”.`;

/** The names under which someone's own predictions and shares are stored: of their browser, and of their account. */
export function namesOf({ visitor, account, token }: Viewer): string[] {
  const own = visitor === null ? [] : [visitor];
  return account && !token ? [...own, accountVisitor(account.id)] : own;
}

/** Whom predictions made with an account's tokens belong to. */
export const accountVisitor = (accountId: string): string => `account:${accountId}`;

function owns({ account }: Viewer, { owner }: Owned): boolean {
  if (account?.role === "owner") return true;
  return account?.role === "creator" && account.name === owner;
}

function tokenAllows({ token }: Viewer, { owner, name }: Owned, scope: TokenScope): boolean {
  if (!token) return true;
  return token.scopes.includes(scope) && (token.models?.includes(`${owner}/${name}`) ?? true);
}

function forbiddenToToken({ token }: Viewer, { owner, name }: Owned, scope: TokenScope): Problem {
  const detail = token?.scopes.includes(scope)
    ? `This token is not for ${owner}/${name}: use one that names it, or one for all models.`
    : lacksScope(scope);
  return new Problem(403, "Forbidden", detail);
}
