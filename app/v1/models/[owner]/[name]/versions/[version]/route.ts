import { getViewer } from "#app/viewer.ts";
import { deleteVersion } from "#server/model-deletion.ts";
import { json, requireSameOrigin, route } from "#server/route.ts";
import { getVersionByReference, presentVersion } from "#server/versions.ts";

type Context = RouteContext<"/v1/models/[owner]/[name]/versions/[version]">;

export const GET = route(async (_request, context: Context) => {
  const { owner, name, version } = await context.params;
  const reference = `${owner}/${name}:${version}`;
  return json(presentVersion(await getVersionByReference(reference, await getViewer())));
});

export const DELETE = route(async (request, context: Context) => {
  requireSameOrigin(request);
  const { version, ...model } = await context.params;
  await deleteVersion(model, version, await getViewer());
  return new Response(null, { status: 202 });
});
