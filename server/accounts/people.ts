import type { Viewer } from "#server/access.ts";
import { actorOf, record } from "#server/audit.ts";
import { database } from "#server/database.ts";
import { notFound } from "#server/problem.ts";
import { requireOwner } from "./invitations.ts";

/** Everybody with an account, longest first. Throws a 404 Problem for all but the owner. */
export function listPeople(viewer: Viewer) {
  requireOwner(viewer);
  return database().person.findMany({
    orderBy: { createdAt: "asc" },
    select: { id: true, name: true, email: true, role: true, createdAt: true },
  });
}

/** Whether somebody has this name here. */
export const hasAccount = async (name: string): Promise<boolean> =>
  (await database().person.count({ where: { name } })) > 0;

/**
 * Removes somebody with their sessions and tokens; what they published stays, for the owner to manage. Throws a 404
 * Problem for all but the owner, and for the owner's own account.
 */
export async function removePerson(id: string, viewer: Viewer): Promise<void> {
  requireOwner(viewer);
  await database().$transaction(async (db) => {
    const { count } = await db.person.deleteMany({ where: { id, role: { not: "owner" } } });
    if (count === 0) throw notFound();
    await record(db, actorOf(viewer), "account.delete", id);
  });
}

/** An account as Replicate's API sends it. Throws no Problem: who has none is asked elsewhere. */
export const presentAccount = ({ name }: { name: string }) => ({
  type: "user",
  username: name,
  name,
  github_url: null,
  avatar_url: null,
});

/** The e-mail address of an account, for its own page. */
export async function emailOf(account: { id: string }): Promise<string> {
  const { email } = await database().person.findUniqueOrThrow({
    where: { id: account.id },
    select: { email: true },
  });
  return email;
}
