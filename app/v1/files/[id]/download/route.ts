import { getViewer } from "#app/viewer.ts";
import { fileResponse } from "#server/files/file-response.ts";
import { getContent } from "#server/files/files.ts";
import { route } from "#server/route.ts";

type Context = RouteContext<"/v1/files/[id]/download">;

export const GET = route(async (_request, context: Context) => {
  const { id } = await context.params;
  return fileResponse(await getContent(id, await getViewer()));
});
