import { z } from "zod";
import { getViewer } from "#app/viewer.ts";
import { visibility } from "#contract/visibility.ts";
import { setCurrentVersion } from "#server/current-version.ts";
import { getModel } from "#server/models.ts";
import { json, readBody, requireSameOrigin, route } from "#server/route.ts";
import { setVisibility } from "#server/visibility.ts";

type Context = RouteContext<"/v1/models/[owner]/[name]">;

export const GET = route(async (_request, context: Context) => {
  const { owner, name } = await context.params;
  return json(await getModel(owner, name, await getViewer()));
});

const changes = z
  .strictObject({
    visibility: visibility.optional(),
    version: z.string().optional(),
  })
  .refine(({ visibility, version }) => visibility ?? version, {
    error: "names nothing to change: give a visibility, or the id of a version",
  });

export const PATCH = route(async (request, context: Context) => {
  requireSameOrigin(request);
  const model = await context.params;
  const wanted = await readBody(request, changes);
  const viewer = await getViewer();
  // The version first, as it may be refused: then nothing has changed.
  if (wanted.version !== undefined) await setCurrentVersion(model, wanted.version, viewer);
  if (wanted.visibility) await setVisibility(model, wanted.visibility, viewer);
  return json({ ...model, ...wanted });
});
