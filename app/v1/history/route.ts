import { getViewer } from "#app/viewer.ts";
import { deleteHistory } from "#server/deletion.ts";
import { Problem } from "#server/problem.ts";
import { goOn, isFormPost, requireSameOrigin, route } from "#server/route.ts";

export const DELETE = route(async (request) => {
  requireSameOrigin(request);
  await deleteHistory(await getViewer());
  return new Response(null, { status: 204 });
});

/** Deletes, for a plain form, which knows no DELETE; a program that posts here by mistake loses nothing. */
export const POST = route(async (request) => {
  requireSameOrigin(request);
  if (!isFormPost(request))
    throw new Problem(405, "Method not allowed", "To delete your history, send DELETE.");
  await deleteHistory(await getViewer());
  return goOn(request, "/history?deleted=1");
});
