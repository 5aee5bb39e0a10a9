import path from "node:path";
import { parseArgs } from "node:util";
import { slug } from "#contract/names.ts";
import { ownerLink } from "./access.ts";
import { database } from "./database.ts";
import { DefinitionError, readDefinition } from "./definition-folder.ts";
import { type Diagnosis, diagnose } from "./doctor.ts";
import { amendEnv, env, SettingError } from "./env.ts";
import { fetchWeights } from "./launch/fetch-weights.ts";
import { createMigration } from "./launch/migrations.ts";
import { ownerKey } from "./launch/owner-key.ts";
import { findRunningUrl } from "./launch/postgres-pid.ts";
import { progressBar, say } from "./launch/terminal.ts";
import { absoluteUrl } from "./presentation.ts";
import { findLatestVersionId, publishFolder } from "./versions.ts";
import { importWeights, WeightsError } from "./weights.ts";

const USAGE = `Usage: npm run vitrine -- COMMAND

  publish FOLDER          publish a model's folder, as its next version where it has changed (--owner NAME)
  weights import FILE     put a GGUF file into the store, under its SHA-256
  weights fetch FOLDER    fetch the weights that a model's folder names
  doctor                  say what this machine would run on, and what is missing
  owner-link              make a link that signs you in as the owner, good for 15 minutes
  migration NAME          write the migration from the last one to prisma/schema.prisma (needs DATABASE_URL)`;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  strict: true,
  options: { owner: { type: "string", default: "vitrine" } },
});

try {
  await run(positionals);
} catch (error) {
  const isExpected =
    error instanceof SettingError ||
    error instanceof WeightsError ||
    error instanceof DefinitionError;
  if (!isExpected) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

async function run([command, ...args]: string[]): Promise<void> {
  const [first, second] = args;
  if (command === "weights" && first === "import" && second) {
    const digest = await importWeights(path.resolve(second));
    return say(
      `Stored as ${digest}. A Vitrine that runs on this data folder takes it up by itself.`,
    );
  }
  if (command === "weights" && first === "fetch" && second) return fetchFor(second);
  if (command === "publish" && first) return publish(path.resolve(first), values.owner);
  if (command === "doctor") return report(await diagnose());
  if (command === "owner-link") {
    amendEnv({ VITRINE_OWNER_KEY: ownerKey(path.resolve(env().VITRINE_DATA)) });
    return say(absoluteUrl(ownerLink()));
  }
  if (command === "migration" && first) return writeMigration(first);
  throw new SettingError(USAGE);
}

async function publish(folder: string, owner: string) {
  if (!slug.safeParse(owner).success)
    throw new SettingError("--owner: an owner's name may hold lower-case letters, digits, -");
  amendEnv({ DATABASE_URL: env().DATABASE_URL ?? runningDatabase() });
  try {
    const before = await findLatestVersionId(owner, path.basename(folder));
    const { id, name } = await publishFolder(folder, owner);
    say(`${id === before ? "Unchanged: version" : "Published version"} ${id}`);
    say(absoluteUrl(`/${owner}/${name}`));
  } finally {
    await database().$disconnect();
  }
}

/** The embedded database of the Vitrine that runs on the data folder. */
function runningDatabase(): string {
  const url = findRunningUrl(path.resolve(env().VITRINE_DATA));
  if (url) return url;
  throw new SettingError("Start Vitrine first, on the same VITRINE_DATA, or set DATABASE_URL.");
}

async function fetchFor(folder: string) {
  const { weights } = await readDefinition(folder);
  const bar = progressBar(`Fetching ${weights.name}`);
  await fetchWeights(weights, bar.update).finally(() => bar.end());
  say(`${weights.name} is in the store.`);
}

async function writeMigration(title: string) {
  const { DATABASE_URL } = env();
  if (!DATABASE_URL) throw new SettingError("Set DATABASE_URL to any PostgreSQL for this.");
  const name = await createMigration(DATABASE_URL, title);
  say(name ? `Wrote prisma/migrations/${name}.` : "The schema has not changed.");
}

function report({ lines, problems }: Diagnosis) {
  const width = Math.max(...lines.map(([name]) => name.length));
  for (const [name, value] of lines) say(`${name.padEnd(width)}  ${value}`);
  for (const problem of problems) say(`! ${problem}`);
  if (problems.length > 0) process.exitCode = 1;
  else say("All is well.");
}
