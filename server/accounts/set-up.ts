import { randomBytes } from "node:crypto";
import { database } from "#server/database.ts";
import { sha256 } from "#server/digest.ts";
import type { Prisma } from "#server/generated/client.ts";
import type { Role } from "#server/generated/enums.ts";
import { newId } from "#server/ids.ts";

const INVITATION_MS = 7 * 24 * 60 * 60 * 1000;

/** A secret of 128 random bits, as it stands in links. */
export const newSecret = (): string => randomBytes(16).toString("base64url");

/** Where the link of an invitation leads. */
export const setUpPath = (token: string): string => `/setup?token=${token}`;

/** The path of a new one-time link that makes the owner's account; former ones die. Only while there is no owner. */
export async function createSetUpLink(): Promise<string> {
  const token = newSecret();
  await database().$transaction([
    database().invitation.deleteMany({ where: { role: "owner", usedAt: null } }),
    database().invitation.create({ data: invitationData(token, { role: "owner" }) }),
  ]);
  return setUpPath(token);
}

/** Whether nobody has set this installation up yet. */
export const hasNoOwner = async (): Promise<boolean> =>
  (await database().person.count({ where: { role: "owner" } })) === 0;

/** The row of an invitation: its token's digest alone is stored. */
export function invitationData(
  token: string,
  invited: { role: Role; label?: string; name?: string | null },
): Prisma.InvitationCreateInput {
  const expiresAt = new Date(Date.now() + INVITATION_MS);
  return { id: newId(), tokenSha: sha256(token), expiresAt, ...invited };
}
