import { fileResponse } from "#server/files/file-response.ts";
import { route } from "#server/route.ts";
import { getSharedFile } from "#server/shares/shared.ts";

type Context = RouteContext<"/s/[token]/files/[id]/download">;

export const GET = route(async (_request, context: Context) => {
  const { token, id } = await context.params;
  return fileResponse(await getSharedFile(token, id));
});
