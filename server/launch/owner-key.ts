import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { env } from "#server/env.ts";

/** The secret that signs the owner's sessions: VITRINE_OWNER_KEY, or one made once and kept in the data folder. */
export function ownerKey(dataFolder: string): string {
  const given = env().VITRINE_OWNER_KEY;
  if (given) return given;
  const file = path.join(dataFolder, "owner.key");
  if (!fs.existsSync(file))
    fs.writeFileSync(file, `${randomBytes(32).toString("base64url")}\n`, { mode: 0o600 });
  return fs.readFileSync(file, "utf8").trim();
}
