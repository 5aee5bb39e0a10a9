import { timingSafeEqual } from "node:crypto";
import { INSTALLATION, type Viewer } from "./access.ts";
import { isId } from "./ids.ts";
import { isSeen } from "./prediction-row.ts";
import { absoluteUrl } from "./presentation.ts";
import { notFound } from "./problem.ts";
import { sign } from "./signing-keys.ts";

const HOUR_SECONDS = 60 * 60;

/**
 * Where a prediction's output is followed. For a program it is a link that opens by itself, for one to two hours:
 * Replicate's clients send no token there. A browser has its cookie.
 */
export async function streamUrl(id: string, { token }: Viewer): Promise<string> {
  const path = `/v1/predictions/${id}/stream`;
  if (!token) return absoluteUrl(path);
  const hours = Math.floor(Date.now() / 1_000 / HOUR_SECONDS) + 2;
  const expires = String(hours * HOUR_SECONDS);
  const search = new URLSearchParams({ expires, signature: await signatureOf(id, expires) });
  return absoluteUrl(`${path}?${search}`);
}

/** Lets those follow a prediction who may see it, and who bring such a link. Throws a 404 Problem for everybody else. */
export async function requireMayFollow(
  id: string,
  search: URLSearchParams,
  viewer: Viewer,
): Promise<void> {
  const sight = (await isSigned(id, search)) ? INSTALLATION : viewer;
  if (!isId(id) || !(await isSeen(id, sight))) throw notFound();
}

async function isSigned(id: string, search: URLSearchParams): Promise<boolean> {
  const expires = search.get("expires") ?? "";
  if (!/^\d{1,12}$/.test(expires) || Number(expires) * 1_000 < Date.now()) return false;
  const given = Buffer.from(search.get("signature") ?? "");
  const right = Buffer.from(await signatureOf(id, expires));
  return given.length === right.length && timingSafeEqual(given, right);
}

const signatureOf = async (id: string, expires: string): Promise<string> =>
  (await sign("streams", `${id} ${expires}`)).toString("base64url");
