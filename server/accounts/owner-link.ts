import { database } from "#server/database.ts";
import { notFound } from "#server/problem.ts";
import { isOwnerProof } from "./owner-proof.ts";
import { signInAs } from "./sessions.ts";
import { createSetUpLink } from "./set-up.ts";

/**
 * Takes the proof out of an ownerLink: the headers that sign the owner in and where to go, or the way to make the first
 * account. Throws a 404 Problem for a proof that is wrong or too old.
 */
export async function exchangeOwnerProof(
  proof: string,
): Promise<{ headers: Headers; location: string }> {
  if (!isOwnerProof(proof)) throw notFound();
  const owner = await database().person.findFirst({
    where: { role: "owner" },
    orderBy: { createdAt: "asc" },
    select: { id: true },
  });
  if (owner) return { headers: await signInAs(owner.id), location: "/" };
  return { headers: new Headers(), location: await createSetUpLink() };
}
