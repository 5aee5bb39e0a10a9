import { isOwner, type Viewer } from "#server/access.ts";
import { actorOf, record } from "#server/audit.ts";
import { database } from "#server/database.ts";
import { sha256 } from "#server/digest.ts";
import { newId } from "#server/ids.ts";
import { invalidInput, notFound } from "#server/problem.ts";
import { auth } from "./auth.ts";
import { invitationData, newSecret, setUpPath } from "./set-up.ts";

/** Addresses of our own pages, and the name under which this repository's models are published. */
const RESERVED = new Set(
  "account admin api batches engine healthz history login metrics models openai p readyz review s setup sign-in sign-out v1 vitrine".split(
    " ",
  ),
);

/** Invites somebody; returns the path of the link, which is told once. Throws a 404 Problem for all but the owner. */
export async function createInvitation(
  invited: { role: "creator" | "reviewer"; label: string; name: string | null },
  viewer: Viewer,
): Promise<string> {
  requireOwner(viewer);
  if (invited.name !== null && !(await isFreeName(invited.name))) throw nameIsTaken();
  const token = newSecret();
  const [db, { role, name }] = [database(), invited];
  await db.$transaction([
    db.invitation.create({ data: invitationData(token, invited) }),
    record(db, actorOf(viewer), "invitation.create", name ?? "", { role }),
  ]);
  return setUpPath(token);
}

/** The links that still make an account, newest first. Throws a 404 Problem for all but the owner. */
export function listInvitations(viewer: Viewer) {
  requireOwner(viewer);
  return database().invitation.findMany({
    where: openInvitation(),
    orderBy: { createdAt: "desc" },
    select: { id: true, role: true, label: true, name: true, createdAt: true, expiresAt: true },
  });
}

/** Takes an invitation back. Throws a 404 Problem for all but the owner. */
export async function revokeInvitation(id: string, viewer: Viewer): Promise<void> {
  requireOwner(viewer);
  await database().$transaction(async (db) => {
    const { count } = await db.invitation.deleteMany({ where: { id, ...openInvitation() } });
    if (count === 0) throw notFound();
    await record(db, actorOf(viewer), "invitation.revoke", id);
  });
}

/** What the holder of a link is invited to; null for one that is used, revoked, too old or made up. */
export function findInvitation(token: string) {
  return database().invitation.findFirst({
    where: { tokenSha: sha256(token), ...openInvitation() },
    select: { role: true, name: true },
  });
}

const openInvitation = () => ({ usedAt: null, expiresAt: { gt: new Date() } });

/**
 * Makes the account that a link is for, once; of two at the same time one wins. Returns its id. Throws a 404 Problem for
 * a link that is good no more, and a 422 for a name or address that is taken.
 */
export async function acceptInvitation(
  token: string,
  given: { name: string; email: string; password: string },
): Promise<string> {
  const invitation = await findInvitation(token);
  if (!invitation) throw notFound();
  const name = invitation.name ?? given.name;
  const email = given.email.trim().toLowerCase();
  if (!(await isFreeName(name)) || (!invitation.name && (await hasModels(name))))
    throw nameIsTaken();
  if (await database().person.findUnique({ where: { email } })) throw emailIsTaken();
  const { password } = await auth().$context;
  const hash = await password.hash(given.password);
  const id = newId();
  await database().$transaction(async (db) => {
    const { count } = await db.invitation.updateMany({
      where: { tokenSha: sha256(token), ...openInvitation() },
      data: { usedAt: new Date() },
    });
    if (count === 0) throw notFound();
    const credential = {
      ...{ id: newId(), providerId: "credential", providerAccountId: id, password: hash },
    };
    const { role } = invitation;
    const credentials = { create: credential };
    await db.person.create({ data: { id, name, email, role, credentials } });
    await record(db, { name }, "account.create", id, { role });
  });
  return id;
}

/** What is published under a name belongs to whoever takes it: that is for the owner to decide, by an invitation that names it. */
const hasModels = async (name: string): Promise<boolean> =>
  (await database().model.count({ where: { owner: name } })) > 0;

const isFreeName = async (name: string): Promise<boolean> =>
  !RESERVED.has(name) && !(await database().person.findUnique({ where: { name } }));

const nameIsTaken = () =>
  invalidInput([{ type: "taken", field: "name", description: "is taken: choose another" }]);

const emailIsTaken = () =>
  invalidInput([
    { type: "taken", field: "email", description: "has an account already: sign in instead" },
  ]);

/** Throws a 404 Problem for all but the owner at a page: no token makes accounts. */
export function requireOwner(viewer: Viewer): void {
  if (!isOwner(viewer) || viewer.token) throw notFound();
}
