import path from "node:path";
import { slug } from "#contract/names.ts";
import { INSTALLATION } from "#server/access.ts";
import { hasAccount } from "#server/accounts/people.ts";
import { database } from "#server/database.ts";
import { amendEnv, SettingError } from "#server/env.ts";
import { runningSettings } from "#server/launch/running-vitrine.ts";
import { say } from "#server/launch/terminal.ts";
import { absoluteUrl } from "#server/presentation.ts";
import { publishFolder } from "#server/publishing.ts";
import { findLatestVersionId } from "#server/versions.ts";

/** `publish` of the command line, on the Vitrine that runs. Throws SettingError and DefinitionError. */
export async function runPublishCommand(folder: string, owner: string): Promise<void> {
  if (!slug.safeParse(owner).success)
    throw new SettingError("--owner: an owner's name may hold lower-case letters, digits, -");
  amendEnv(runningSettings());
  try {
    const before = await findLatestVersionId(owner, path.basename(folder), INSTALLATION);
    const { id, name } = await publishFolder(folder, owner);
    const after = await findLatestVersionId(owner, name, INSTALLATION);
    say(`${id === before || id !== after ? "Unchanged: version" : "Published version"} ${id}`);
    if (id !== after)
      say(
        `It was there already, and version ${after} is pinned: choose on the page which one runs.`,
      );
    say(absoluteUrl(`/${owner}/${name}`));
    if (owner !== INSTALLATION.account.name && !(await hasAccount(owner)))
      say(`Nobody here is called ${owner}: only the owner can change this model on the page.`);
  } finally {
    await database().$disconnect();
  }
}
