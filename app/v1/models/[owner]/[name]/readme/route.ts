import { getViewer } from "#app/viewer.ts";
import { getReadme } from "#server/models.ts";
import { route } from "#server/route.ts";

type Context = RouteContext<"/v1/models/[owner]/[name]/readme">;

export const GET = route(async (_request, context: Context) => {
  const { owner, name } = await context.params;
  return new Response(await getReadme(owner, name, await getViewer()), {
    headers: {
      "content-type": "text/plain; charset=utf-8",
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  });
});
