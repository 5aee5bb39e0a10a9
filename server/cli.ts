import path from "node:path";
import { parseArgs } from "node:util";
import { ownerLink } from "./accounts/owner-proof.ts";
import { runAuditCommand } from "./commands/audit.ts";
import { runBackupCommand, runRestoreCommand } from "./commands/backup.ts";
import { runExportCommand } from "./commands/export.ts";
import { runLoraCommand } from "./commands/lora.ts";
import { runNewCommand } from "./commands/new.ts";
import { runPublishCommand } from "./commands/publish.ts";
import { runPushCommand } from "./commands/push.ts";
import { runRunCommand } from "./commands/run.ts";
import { runTokenCommand } from "./commands/token.ts";
import { runFetchCommand, runImportCommand, runUseCommand } from "./commands/weights.ts";
import { definitionSchema } from "./definition-schema.ts";
import { DefinitionError } from "./definition-text.ts";
import { type Diagnosis, diagnose } from "./doctor.ts";
import { amendEnv, env, SettingError } from "./env.ts";
import { BadWeightsError } from "./gguf/reader.ts";
import { createMigration } from "./launch/migrations.ts";
import { ownerKey } from "./launch/owner-key.ts";
import { runningAddress } from "./launch/running-vitrine.ts";
import { say, table } from "./launch/terminal.ts";
import { LoraError } from "./lora/lora-error.ts";
import { absoluteUrl } from "./presentation.ts";
import { WeightsError } from "./weights.ts";

const USAGE = `Usage: npm run vitrine -- COMMAND

  new FOLDER              make the folder of a new model (--from FILE-OR-URL: with the form of a Cog or Replicate schema)
  schema                  print the JSON Schema of model.yaml, for editors
  publish FOLDER          publish a model's folder, as its next version where it has changed (--owner NAME)
  weights import FILE     put a GGUF file into the store, under its SHA-256
  weights fetch FOLDER    fetch the weights that a model's folder names
  weights use NAME        have the shipped models run on other weights that they have files for, or on their default
  lora inspect PATH       say what an adapter is, a folder as PEFT saves one or a GGUF file
  lora convert FOLDER     make it a GGUF adapter (--base FILE.gguf --out FILE.gguf; --half: in 16 bits)
  lora merge FOLDER       merge it into its base (--base FOLDER --out FOLDER)
  push FOLDER ORG/NAME    upload an adapter or a model to the hub, with your token in HF_TOKEN (--private)
  run OWNER/NAME A=B ...  run a model here and write what it writes (VITRINE_API_TOKEN for what is private)
  predictions export      every prediction as a line of JSON (model=OWNER/NAME since=2026-11-27)
  audit                   who changed what, a line of JSON each
  backup FILE             write everything into a file, while Vitrine runs
  restore FILE            bring it back, into an empty data folder that no Vitrine runs on
  doctor                  say what this machine would run on, and what is missing
  owner-link              make a link that signs you in as the owner, good for 15 minutes
  token create LABEL      make an API token; add scopes=run,read,write models=OWNER/NAME days=30 account=NAME
                          origins=https://example.org
  token list              list the tokens that are good still
  token revoke PREFIX     end one
  migration NAME          write the migration from the last one to prisma/schema.prisma (needs DATABASE_URL)`;

const { positionals, values } = readArguments();

const commands: Record<string, (args: string[]) => Promise<void> | void> = {
  new: ([folder]) => runNewCommand(path.resolve(required(folder)), values.from),
  schema: () => say(JSON.stringify(definitionSchema(), null, 2)),
  publish: ([folder]) => runPublishCommand(path.resolve(required(folder)), values.owner),
  weights,
  doctor: async () => report(await diagnose()),
  "owner-link": makeOwnerLink,
  token: runTokenCommand,
  run: ([model, ...inputs]) => runRunCommand(required(model), inputs),
  predictions,
  lora: (args) => runLoraCommand(args, values),
  push: ([folder, repo]) =>
    runPushCommand(required(folder), required(repo), { isPrivate: values.private ?? false }),
  audit: runAuditCommand,
  backup: ([file]) => runBackupCommand(path.resolve(required(file))),
  restore: ([file]) => runRestoreCommand(path.resolve(required(file))),
  migration: ([title]) => writeMigration(required(title)),
};

// Whoever reads the beginning alone, as `head` does, closes the pipe: there is nobody left to write to.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});

try {
  await run(positionals);
} catch (error) {
  const isExpected =
    error instanceof SettingError ||
    error instanceof WeightsError ||
    error instanceof BadWeightsError ||
    error instanceof LoraError ||
    error instanceof DefinitionError;
  if (!isExpected) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      strict: true,
      options: {
        ...{ owner: { type: "string", default: "vitrine" }, from: { type: "string" } },
        ...{ base: { type: "string" }, out: { type: "string" }, private: { type: "boolean" } },
        ...{ half: { type: "boolean" }, help: { type: "boolean", short: "h" } },
      },
    });
  } catch (error) {
    const [what] = (error as Error).message.split(". "); // what follows is about dashes
    process.stderr.write(`${what}.\n\n${USAGE}\n`);
    process.exit(1);
  }
}

async function run([name = "", ...args]: string[]): Promise<void> {
  if (values.help) return say(USAGE);
  const command = commands[name];
  if (!command) throw new SettingError(USAGE);
  await command(args);
}

/** A folder or title that a command cannot do without. */
function required(argument: string | undefined): string {
  if (!argument) throw new SettingError(USAGE);
  return argument;
}

async function weights([action, subject]: string[]) {
  if (action === "fetch") await runFetchCommand(path.resolve(required(subject)));
  else if (action === "import") await runImportCommand(path.resolve(required(subject)));
  else if (action === "use") await runUseCommand(required(subject));
  else throw new SettingError(USAGE);
}

async function predictions([action, ...options]: string[]) {
  if (action !== "export") throw new SettingError(USAGE);
  await runExportCommand(options);
}

function makeOwnerLink() {
  const VITRINE_OWNER_KEY = ownerKey(path.resolve(env().VITRINE_DATA));
  amendEnv({ VITRINE_OWNER_KEY, PUBLIC_URL: runningAddress() });
  say(absoluteUrl(ownerLink()));
}

async function writeMigration(title: string) {
  const { DATABASE_URL } = env();
  if (!DATABASE_URL) throw new SettingError("Set DATABASE_URL to any PostgreSQL for this.");
  const name = await createMigration(DATABASE_URL, title);
  say(name ? `Wrote prisma/migrations/${name}.` : "The schema has not changed.");
}

function report({ lines, problems }: Diagnosis) {
  table(lines);
  for (const problem of problems) say(`! ${problem}`);
  if (problems.length > 0) process.exitCode = 1;
  else say("All is well.");
}
