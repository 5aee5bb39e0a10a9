import { getViewer } from "#app/viewer.ts";
import { exampleRequest } from "#contract/example.ts";
import { createExample, listExamplePredictions } from "#server/examples.ts";
import { makeOnce } from "#server/idempotency.ts";
import { readBody } from "#server/request-body.ts";
import { json, requireSameOrigin, route } from "#server/route.ts";

type Context = RouteContext<"/v1/models/[owner]/[name]/examples">;

export const GET = route(async (_request, context: Context) => {
  return json(await listExamplePredictions(await context.params, await getViewer()));
});

export const POST = route(async (request, context: Context) => {
  requireSameOrigin(request);
  const [wanted, viewer] = [await readBody(request, exampleRequest), await getViewer()];
  const model = await context.params;
  const once = { body: () => wanted, viewer, prediction: wanted.prediction };
  return json(await makeOnce(request, once, () => createExample(model, wanted, viewer)), 201);
});
