import { getViewer } from "#app/viewer.ts";
import { getModel, listModels } from "#server/models.ts";
import { json, route } from "#server/route.ts";

export const GET = route(async () => {
  const viewer = await getViewer();
  const models = await listModels(viewer);
  const results = await Promise.all(models.map(({ owner, name }) => getModel(owner, name, viewer)));
  return json({ previous: null, next: null, results });
});
