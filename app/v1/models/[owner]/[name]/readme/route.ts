import { getViewer } from "#app/viewer.ts";
import { getReadme } from "#server/models.ts";
import { plainText, route } from "#server/route.ts";

type Context = RouteContext<"/v1/models/[owner]/[name]/readme">;

export const GET = route(async (_request, context: Context) => {
  const { owner, name } = await context.params;
  return plainText(await getReadme(owner, name, await getViewer()));
});
