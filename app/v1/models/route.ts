import { getViewer } from "#app/viewer.ts";
import { listModels } from "#server/models.ts";
import { json, route } from "#server/route.ts";

export const GET = route(async () => {
  return json({ previous: null, next: null, results: await listModels(await getViewer()) });
});
