import { cookies, headers } from "next/headers";
import { cache } from "react";
import type { Viewer } from "#server/access.ts";
import { isSecure } from "#server/accounts/cookies.ts";
import { newVisitor, VISITOR_COOKIE, viewerOf } from "#server/accounts/viewer.ts";

const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** Who asks for this page or route; found out once a request. */
export const getViewer = cache(async (): Promise<Viewer> => {
  const [jar, head] = await Promise.all([cookies(), headers()]);
  return viewerOf(head, jar);
});

/** The same, with a cookie for a browser that has none yet; for routes that store something of its visitor. */
export async function getOrAdmitViewer(): Promise<Viewer> {
  const viewer = await getViewer();
  if (viewer.visitor !== null) return viewer;
  const visitor = newVisitor();
  const jar = await cookies();
  jar.set(VISITOR_COOKIE, visitor, {
    httpOnly: true,
    sameSite: "lax",
    secure: isSecure(),
    path: "/",
    maxAge: YEAR_SECONDS,
  });
  return { ...viewer, visitor };
}
