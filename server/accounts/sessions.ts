import { APIError } from "better-auth/api";
import type { Viewer } from "#server/access.ts";
import { forgetAttempts, requireFewAttempts } from "#server/attempts.ts";
import { record } from "#server/audit.ts";
import { database } from "#server/database.ts";
import type { Role } from "#server/generated/enums.ts";
import { invalidInput } from "#server/problem.ts";
import { auth } from "./auth.ts";

const WINDOW_MINUTES = 15;
/** Of one account from one address; then of one account, and of one address, whatever the other. */
const TRIES_MAX = 5;
const TRIES_BROAD_MAX = 30;

/** Whom a browser is signed in as, by its cookies; null for visitors. */
export async function sessionAccount(headers: Headers): Promise<Viewer["account"]> {
  const found = await auth().api.getSession({ headers });
  if (!found) return null;
  const { id, name, role } = found.user;
  return { id, name, role: role as Role }; // the column's own type
}

/**
 * Signs in with a password; returns the headers that set the cookie. Throws a 422 Problem for a wrong pair, the same
 * whether or not there is such an account, and a 429 after five tries in a quarter of an hour.
 */
export async function signIn(
  { email, password }: { email: string; password: string },
  address: string,
): Promise<Headers> {
  const account = email.trim().toLowerCase();
  const attempt = await requireFewAttempts(
    [
      { key: `sign-in ${address} ${account}`, max: TRIES_MAX },
      { key: `sign-in of ${account}`, max: TRIES_BROAD_MAX },
      { key: `sign-in from ${address}`, max: TRIES_BROAD_MAX },
    ],
    { windowMinutes: WINDOW_MINUTES, what: "tries to sign in" },
  );
  try {
    const { headers } = await auth().api.signInEmail({
      body: { email: account, password },
      returnHeaders: true,
    });
    await forgetAttempts(attempt);
    return headers;
  } catch (error) {
    if (!(error instanceof APIError)) throw error;
    throw invalidInput([
      {
        type: "wrong",
        field: "password",
        description: "does not belong to this e-mail address; check both, and try again",
      },
    ]);
  }
}

/** Signs an account in that has proved itself otherwise; returns the headers that set the cookie. */
export async function signInAs(accountId: string): Promise<Headers> {
  const { headers } = await auth().api.signInWithoutPassword({
    body: { accountId },
    returnHeaders: true,
  });
  return headers;
}

/** Ends this browser's session, or all of its account; returns the headers that take the cookie back. */
export async function signOut(
  headers: Headers,
  { everywhere }: { everywhere: boolean },
): Promise<Headers> {
  const account = everywhere ? await sessionAccount(headers) : null;
  const answer = await auth().api.signOut({ headers, returnHeaders: true });
  if (account) await database().session.deleteMany({ where: { accountId: account.id } });
  return answer.headers;
}

/** Changes the password and ends every other session; returns the headers that set the new cookie. Throws a 422 Problem. */
export async function changePassword(
  account: { id: string; name: string },
  passwords: { current_password: string; new_password: string },
  headers: Headers,
): Promise<Headers> {
  const attempt = await requireFewAttempts([{ key: `password of ${account.id}`, max: TRIES_MAX }], {
    windowMinutes: WINDOW_MINUTES,
    what: "tries with a wrong password",
  });
  const { current_password: currentPassword, new_password: newPassword } = passwords;
  try {
    const answer = await auth().api.changePassword({
      body: { currentPassword, newPassword, revokeOtherSessions: true },
      headers,
      returnHeaders: true,
    });
    await forgetAttempts(attempt);
    await record(database(), account, "account.password", account.id);
    return answer.headers;
  } catch (error) {
    if (!(error instanceof APIError)) throw error;
    throw invalidInput([
      { type: "wrong", field: "current_password", description: "is not your password of today" },
    ]);
  }
}
