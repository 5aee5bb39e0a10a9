import { getViewer } from "#app/viewer.ts";
import { getRawModel } from "#server/openai/models.ts";
import { openAiProblem } from "#server/openai/problem-answer.ts";
import { json, routeWith } from "#server/route.ts";

type Context = RouteContext<"/openai/v1/models/[...id]">;

/** Some clients escape the slash of an id, some do not. */
export const GET = routeWith(openAiProblem)(async (_request, context: Context) => {
  const { id } = await context.params;
  return json(await getRawModel(id.join("/").replace(/%2f/gi, "/"), await getViewer()));
});
