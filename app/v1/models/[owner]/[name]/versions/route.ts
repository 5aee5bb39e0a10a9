import { getViewer } from "#app/viewer.ts";
import { json, route } from "#server/route.ts";
import { listVersions, presentVersion } from "#server/versions.ts";

type Context = RouteContext<"/v1/models/[owner]/[name]/versions">;

export const GET = route(async (_request, context: Context) => {
  const { owner, name } = await context.params;
  const versions = await listVersions(owner, name, await getViewer());
  return json({ previous: null, next: null, results: versions.map(presentVersion) });
});
