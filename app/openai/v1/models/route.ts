import { getViewer } from "#app/viewer.ts";
import { listRawModels } from "#server/openai/models.ts";
import { openAiProblem } from "#server/openai/problem-answer.ts";
import { json, routeWith } from "#server/route.ts";

export const GET = routeWith(openAiProblem)(async () =>
  json(await listRawModels(await getViewer())),
);
