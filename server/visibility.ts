import type { ModelDefinition } from "#contract/definition.ts";
import type { Owned, Viewer } from "./access.ts";
import { requireMayManage } from "./access.ts";
import { actorOf, record } from "./audit.ts";
import { database } from "./database.ts";
import { Prisma } from "./generated/client.ts";
import type { Visibility } from "./generated/enums.ts";
import { notFound } from "./problem.ts";

/** Which private models someone may see: all, those of one owner, none; `models` narrows them to what a token names. */
type Sight = { of: "all" | "none" | { owner: string }; models: string[] | null };

function sightOf({ account, token }: Viewer): Sight {
  const models = token?.models ?? null;
  const isBlind = !account || (token && !token.scopes.some((scope) => scope !== "write"));
  if (isBlind) return { of: "none", models };
  return { of: account.role === "creator" ? { owner: account.name } : "all", models };
}

/** The condition under which a model exists for someone. */
export const seenBy = (viewer: Viewer): Prisma.ModelWhereInput =>
  orOwn({ visibility: { not: "private" } }, viewer);

/** The condition under which a list shows a model to someone: the public ones, and what is theirs to see anyway. */
export const listedFor = (viewer: Viewer): Prisma.ModelWhereInput =>
  orOwn({ visibility: "public" }, viewer);

/** Never an empty condition within OR: Prisma leaves it out, and what it should let through with it. */
function orOwn(open: Prisma.ModelWhereInput, viewer: Viewer): Prisma.ModelWhereInput {
  const { of, models } = sightOf(viewer);
  if (of === "none") return open;
  if (of === "all" && !models) return {};
  const own = {
    ...(of === "all" ? {} : { owner: of.owner }),
    ...(models ? { OR: models.map(splitReference) } : {}),
  };
  return { OR: [open, own] };
}

function splitReference(reference: string): Owned {
  const [owner = "", name = ""] = reference.split("/");
  return { owner, name };
}

/** The same as `seenBy`, for SQL in which `m` is the model. */
export function sqlSeenBy(viewer: Viewer): Prisma.Sql {
  const { of, models } = sightOf(viewer);
  if (of === "none") return Prisma.sql`m.visibility <> 'private'`;
  const isTheirs = of === "all" ? Prisma.sql`TRUE` : Prisma.sql`m.owner = ${of.owner}`;
  const isNamed = models ? Prisma.sql`m.owner || '/' || m.name = ANY(${models})` : Prisma.sql`TRUE`;
  return Prisma.sql`(m.visibility <> 'private' OR (${isTheirs} AND ${isNamed}))`;
}

/** Who finds the model of a version, which its viewer may see. */
export async function visibilityOf({ modelId }: { modelId: string }): Promise<Visibility> {
  const { visibility } = await database().model.findUniqueOrThrow({
    where: { id: modelId },
    select: { visibility: true },
  });
  return visibility;
}

/** Decides who finds a model. Throws a 404 Problem for who does not manage it, and a 403 for a token that may not. */
export async function setVisibility(
  { owner, name }: Owned,
  visibility: Visibility,
  viewer: Viewer,
): Promise<void> {
  requireMayManage(viewer, { owner, name });
  await database().$transaction(async (db) => {
    const { count } = await db.model.updateMany({ where: { owner, name }, data: { visibility } });
    if (count === 0) throw notFound();
    await record(db, actorOf(viewer), "model.visibility", `${owner}/${name}`, { visibility });
  });
}

/**
 * What publishing a definition does to its model's visibility: nothing, unless the definition changed its own mind. What
 * the owner has set since is not undone by publishing the same again.
 */
export function visibilityToSet(
  { visibility: wanted = "public" }: Pick<ModelDefinition, "visibility">,
  former: Pick<ModelDefinition, "visibility"> | null,
): Visibility | undefined {
  return former && wanted === (former.visibility ?? "public") ? undefined : wanted;
}
