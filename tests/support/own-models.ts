import fs from "node:fs";
import path from "node:path";
import { vitrineCommand } from "./command.ts";
import { newDataFolder } from "./installation.ts";

const SHIPPED = path.join(import.meta.dirname, "../../models/honeycomb-nlq");

/** What copies are called, so that no story takes them for the shipped one. */
export const COPY_TITLE = "Copied for a test";

/** Publishes a copy of the shipped model under another owner and name on the shared Vitrine; returns its version's id. */
export async function publishCopy(owner: string, name: string): Promise<string> {
  const home = newDataFolder();
  const folder = path.join(home, name);
  fs.cpSync(SHIPPED, folder, { recursive: true });
  const definition = path.join(folder, "model.yaml");
  const text = fs.readFileSync(definition, "utf8").replace(/^title: .*/, `title: ${COPY_TITLE}`);
  fs.writeFileSync(definition, text);
  const data = process.env.VITRINE_TEST_DATA ?? "";
  const said = await vitrineCommand(["publish", folder, "--owner", owner], { VITRINE_DATA: data });
  fs.rmSync(home, { recursive: true, force: true });
  const [, id] = said.match(/^Published version ([0-9a-f]{64})$/m) ?? [];
  if (!id) throw new Error(said);
  return id;
}
