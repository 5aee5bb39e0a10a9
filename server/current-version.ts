import { type Owned, requireMayManage, type Viewer } from "./access.ts";
import { actorOf, record } from "./audit.ts";
import { database } from "./database.ts";
import { invalidInput, notFound } from "./problem.ts";

/**
 * Makes a version the one that its model shows and runs. Any but the newest is pinned by that: it stays current until
 * whoever manages the model chooses another, or publishes a version that is new. Throws a 422 Problem for what is no
 * version's id, a 404 for a version of another model and for who does not manage this one, and a 403 for a token that may not.
 */
export async function setCurrentVersion(model: Owned, id: string, viewer: Viewer): Promise<void> {
  requireMayManage(viewer, model);
  if (!/^[0-9a-f]{64}$/.test(id)) {
    const description =
      "is no version's id: give all its 64 hexadecimal digits, as the list of versions has them";
    throw invalidInput([{ type: "invalid", field: "version", description }]);
  }
  const { owner, name } = model;
  await database().$transaction(async (db) => {
    const changed = await db.$executeRaw`
      UPDATE models m SET
        latest_version_id = v.id,
        pinned = v.id <> (
          SELECT n.id FROM versions n
          WHERE n.model_id = m.id ORDER BY n.created_at DESC, n.id DESC LIMIT 1
        )
      FROM versions v
      WHERE v.id = ${id} AND v.model_id = m.id AND m.owner = ${owner} AND m.name = ${name}`;
    if (changed === 0) throw notFound();
    await record(db, actorOf(viewer), "version.choose", `${owner}/${name}`, { id });
  });
}
