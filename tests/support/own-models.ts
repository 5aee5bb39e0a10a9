import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { database } from "#server/database.ts";
import { amendEnv } from "#server/env.ts";
import { publishFolder, type Version } from "#server/versions.ts";
import { databaseUrlOf } from "./sql.ts";

const SHIPPED = fileURLToPath(new URL("../../models/honeycomb-nlq", import.meta.url));

/** What copies are called, so that no story takes them for the shipped one. */
export const COPY_TITLE = "Copied for a test";

/** Publishes a copy of the shipped model under another owner and name on the shared Vitrine. */
export async function publishCopy(owner: string, name: string): Promise<Version> {
  const folder = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "vitrine-model-")), name);
  fs.cpSync(SHIPPED, folder, { recursive: true });
  const definition = path.join(folder, "model.yaml");
  const text = fs.readFileSync(definition, "utf8").replace(/^title: .*/, `title: ${COPY_TITLE}`);
  fs.writeFileSync(definition, text);
  amendEnv({ DATABASE_URL: databaseUrlOf(process.env.VITRINE_TEST_DATA ?? "") });
  try {
    return await publishFolder(folder, owner);
  } finally {
    await database().$disconnect();
    // Kept for the life of a process, which tests share.
    delete (globalThis as Record<symbol, unknown>)[Symbol.for("vitrine.database")];
    amendEnv({ DATABASE_URL: undefined });
    fs.rmSync(path.dirname(folder), { recursive: true, force: true });
  }
}
