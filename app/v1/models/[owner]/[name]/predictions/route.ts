import { createFrom } from "#app/v1/create-prediction.ts";
import { getOrAdmitViewer, getViewer } from "#app/viewer.ts";
import { predictionRequest } from "#contract/api/prediction-request.ts";
import { logQuery } from "#contract/prediction-log.ts";
import { filesMaxBytes, submitForm } from "#server/form-post.ts";
import { listPredictionLog, presentLogPage } from "#server/prediction-log.ts";
import { readBody, readFormFields, readQuery, searchOf } from "#server/request-body.ts";
import { isFormPost, json, requireSameOrigin, route } from "#server/route.ts";
import { getLatestVersion } from "#server/versions.ts";

type Context = RouteContext<"/v1/models/[owner]/[name]/predictions">;

export const POST = route(async (request, context: Context) => {
  requireSameOrigin(request);
  const { owner, name } = await context.params;
  const version = await getLatestVersion(owner, name, await getViewer());
  if (isFormPost(request)) {
    const form = await readFormFields(request, filesMaxBytes(version.definition));
    const location = await submitForm(version, form, await getOrAdmitViewer());
    return new Response(null, { status: 303, headers: { location } });
  }
  const body = await readBody(request, predictionRequest);
  return createFrom(request, body, { version, what: `${owner}/${name}` });
});

export const GET = route(async (request, context: Context) => {
  const model = await context.params;
  const query = readQuery(searchOf(request), logQuery);
  return json(
    presentLogPage(model, query, await listPredictionLog(model, query, await getViewer())),
  );
});
