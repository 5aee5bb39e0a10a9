import { getViewer } from "#app/viewer.ts";
import { searchModels } from "#server/models.ts";
import { readText } from "#server/request-body.ts";
import { json, route } from "#server/route.ts";

/** What a QUERY of the models becomes: it changes nothing, so any page may send it. */
export const POST = route(async (request) => {
  const results = await searchModels(await readText(request), await getViewer());
  return json({ previous: null, next: null, results });
});
