import { z } from "zod";
import { getViewer } from "#app/viewer.ts";
import { getModel } from "#server/models.ts";
import { json, readBody, requireSameOrigin, route } from "#server/route.ts";
import { setVisibility } from "#server/visibility.ts";

type Context = RouteContext<"/v1/models/[owner]/[name]">;

export const GET = route(async (_request, context: Context) => {
  const { owner, name } = await context.params;
  return json(await getModel(owner, name, await getViewer()));
});

const changes = z.strictObject({ visibility: z.enum(["public", "unlisted", "private"]) });

export const PATCH = route(async (request, context: Context) => {
  requireSameOrigin(request);
  const { owner, name } = await context.params;
  const { visibility } = await readBody(request, changes);
  await setVisibility({ owner, name }, visibility, await getViewer());
  return json({ owner, name, visibility });
});
