import { getViewer } from "#app/viewer.ts";
import { deleteFile, getFile } from "#server/files/files.ts";
import { json, requireSameOrigin, route } from "#server/route.ts";

type Context = RouteContext<"/v1/files/[id]">;

export const GET = route(async (_request, context: Context) => {
  const { id } = await context.params;
  return json(await getFile(id, await getViewer()));
});

export const DELETE = route(async (request, context: Context) => {
  requireSameOrigin(request);
  const { id } = await context.params;
  await deleteFile(id, await getViewer());
  return new Response(null, { status: 204 });
});
