import { createHash } from "node:crypto";

const ID_CHARACTERS = 22;

/** What the browser of one certain visitor sends: the same for the same name. */
export function visitorHeaders(name: string): { cookie: string } {
  const id = createHash("sha256").update(name).digest("base64url").slice(0, ID_CHARACTERS);
  return { cookie: `vitrine_visitor=${id}` };
}
