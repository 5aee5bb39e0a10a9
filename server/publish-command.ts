import path from "node:path";
import { slug } from "#contract/names.ts";
import { INSTALLATION } from "./access.ts";
import { hasAccount } from "./accounts/people.ts";
import { database } from "./database.ts";
import { amendEnv, SettingError } from "./env.ts";
import { runningSettings } from "./launch/running-vitrine.ts";
import { say } from "./launch/terminal.ts";
import { absoluteUrl } from "./presentation.ts";
import { publishFolder } from "./publishing.ts";
import { findLatestVersionId } from "./versions.ts";

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
