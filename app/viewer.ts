import { cookies, headers } from "next/headers";
import { newVisitor, OWNER_COOKIE, VISITOR_COOKIE, type Viewer, viewerOf } from "#server/access.ts";

const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** Who asks for this page or route. */
export async function getViewer(): Promise<Viewer> {
  const [jar, head] = await Promise.all([cookies(), headers()]);
  return viewerOf({
    visitorCookie: jar.get(VISITOR_COOKIE)?.value,
    ownerCookie: jar.get(OWNER_COOKIE)?.value,
    authorization: head.get("authorization"),
  });
}

/** The same, with a cookie for a browser that has none yet; for routes that store something of its visitor. */
export async function getOrAdmitViewer(): Promise<Viewer> {
  const viewer = await getViewer();
  if (viewer.visitor !== null) return viewer;
  const visitor = newVisitor();
  const jar = await cookies();
  jar.set(VISITOR_COOKIE, visitor, {
    httpOnly: true,
    sameSite: "lax",
    path: "/",
    maxAge: YEAR_SECONDS,
  });
  return { ...viewer, visitor };
}
