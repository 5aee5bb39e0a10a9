import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import * as bindings from "@prisma/schema-engine-wasm/schema_engine_bg";
import { runMigrations } from "graphile-worker";
import pg from "pg";

const SCHEMA_FILE = "prisma/schema.prisma";
const FOLDER = "prisma/migrations";
/** The schema as of the newest migration: new ones are written from the difference, without reading a database. */
const SNAPSHOT_FILE = `${FOLDER}/schema.snapshot.prisma`;
const FILTERS = { externalTables: [], externalEnums: [] };

const root = fileURLToPath(new URL("../..", import.meta.url));
const read = (file: string): string => fs.readFileSync(path.join(root, file), "utf8");

/** Applies what is missing, in order, into the `_prisma_migrations` table that Prisma's own CLI keeps. Safe to run from several processes at once. */
export async function applyMigrations(databaseUrl: string): Promise<string[]> {
  const names = fs
    .readdirSync(path.join(root, FOLDER), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  const migrationDirectories = names.map((name) => {
    const content = { tag: "ok" as const, value: read(`${FOLDER}/${name}/migration.sql`) };
    return { path: name, migrationFile: { path: "migration.sql", content } };
  });
  const lockfile = { path: "migration_lock.toml", content: read(`${FOLDER}/migration_lock.toml`) };
  const { appliedMigrationNames } = await withSchemaEngine(databaseUrl, (engine) =>
    engine.applyMigrations({
      filters: FILTERS,
      migrationsList: {
        baseDir: path.join(root, FOLDER),
        shadowDbInitScript: "",
        lockfile,
        migrationDirectories,
      },
    }),
  );
  await runMigrations({ connectionString: databaseUrl }); // the tables of jobs, which triggers write to
  return appliedMigrationNames;
}

/** SQL that leads from the newest migration to the schema as it stands; null when they agree. */
export async function pendingMigration(databaseUrl: string): Promise<string | null> {
  const model = (file: string) => ({
    tag: "schemaDatamodel" as const,
    files: [{ path: file, content: read(file) }],
  });
  const from = fs.existsSync(path.join(root, SNAPSHOT_FILE))
    ? model(SNAPSHOT_FILE)
    : { tag: "empty" as const };
  const { stdout } = await withSchemaEngine(databaseUrl, (engine) =>
    engine.diff({
      from,
      to: model(SCHEMA_FILE),
      script: true,
      exitCode: null,
      filters: FILTERS,
    }),
  );
  return !stdout || /empty migration/i.test(stdout) ? null : stdout;
}

/** Writes the pending migration as a new folder; returns its name, or null when there is nothing to write. */
export async function createMigration(databaseUrl: string, title: string): Promise<string | null> {
  const sql = await pendingMigration(databaseUrl);
  if (sql === null) return null;
  const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
  const name = `${stamp}_${title}`;
  fs.mkdirSync(path.join(root, FOLDER, name), { recursive: true });
  fs.writeFileSync(path.join(root, FOLDER, name, "migration.sql"), sql);
  fs.writeFileSync(path.join(root, FOLDER, "migration_lock.toml"), 'provider = "postgresql"\n');
  fs.copyFileSync(path.join(root, SCHEMA_FILE), path.join(root, SNAPSHOT_FILE));
  return name;
}

type SchemaEngine = Awaited<ReturnType<typeof bindings.SchemaEngine.new>>;

let loaded = false;

/** A second instantiation in one process panics inside the WASM module: load once. */
function loadEngine() {
  if (loaded) return;
  const file = createRequire(import.meta.url).resolve(
    "@prisma/schema-engine-wasm/schema_engine_bg",
  );
  const wasm = fs.readFileSync(path.join(path.dirname(file), "schema_engine_bg.wasm"));
  Object.assign(globalThis, {
    PRISMA_WASM_PANIC_REGISTRY: {
      set_message: (message: string) => process.stderr.write(`${message}\n`),
    },
  });
  const instance = new WebAssembly.Instance(new WebAssembly.Module(wasm), {
    "./schema_engine_bg.js": bindings,
  });
  bindings.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
  loaded = true;
}

async function withSchemaEngine<T>(
  databaseUrl: string,
  use: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  loadEngine();
  const { adapter, dispose, failure } = openAdapter(databaseUrl);
  const engine = await bindings.SchemaEngine.new(
    { datamodels: [[SCHEMA_FILE, read(SCHEMA_FILE)]] },
    () => {},
    bindMigrationAwareSqlAdapterFactory(adapter),
  );
  try {
    return await use(engine);
  } catch (error) {
    throw failure() ?? error; // the engine itself says no more than that something failed
  } finally {
    engine.free();
    await dispose();
  }
}

function openAdapter(databaseUrl: string) {
  const { host, port, user, password, database, ssl } = new pg.Client(databaseUrl);
  // Fields, never connectionString: given that, the adapter would take the real database for its shadow.
  const adapter = new PrismaPg({ host, port, user, password, database, ssl });
  const opened: Awaited<ReturnType<typeof adapter.connect>>[] = [];
  let failed: Error | null = null;
  const connect = adapter.connect.bind(adapter);
  adapter.connect = async () => {
    const connection = await connect();
    opened.push(connection);
    // The adapter splits scripts at every semicolon, also inside functions, and runs the pieces apart: send the file whole.
    connection.executeScript = async (sql: string) => {
      await connection
        .underlyingDriver()
        .query(sql)
        .catch((error: Error) => {
          failed = error;
          throw error;
        });
    };
    return connection;
  };
  // Without this the migration's advisory lock lives until the pool's idle limit.
  const dispose = async () => {
    for (const connection of opened) await connection.dispose();
  };
  return { adapter, dispose, failure: () => failed };
}
