import { z } from "zod";
import { getOrAdmitViewer, getViewer } from "#app/viewer.ts";
import { createdResponse } from "#server/created-response.ts";
import { filesMaxBytes, submitForm } from "#server/form-post.ts";
import { listPredictionLog, presentLogPage, readLogQuery } from "#server/prediction-log.ts";
import { createPrediction } from "#server/predictions.ts";
import {
  isFormPost,
  json,
  readBody,
  readFormFields,
  requireSameOrigin,
  route,
  searchOf,
} from "#server/route.ts";
import { getLatestVersion } from "#server/versions.ts";

type Context = RouteContext<"/v1/models/[owner]/[name]/predictions">;

const body = z.strictObject({ input: z.unknown(), stream: z.boolean().optional() });

export const POST = route(async (request, context: Context) => {
  requireSameOrigin(request);
  const { owner, name } = await context.params;
  const viewer = await getOrAdmitViewer();
  const version = await getLatestVersion(owner, name, viewer);
  if (isFormPost(request)) {
    const form = await readFormFields(request, filesMaxBytes(version.definition));
    const location = await submitForm(version, form, viewer);
    return new Response(null, { status: 303, headers: { location } });
  }
  const { input } = await readBody(request, body);
  const source = request.headers.has("sec-fetch-site") ? "web" : "api";
  return createdResponse(
    request,
    await createPrediction({ version, input, source, viewer }),
    viewer,
  );
});

export const GET = route(async (request, context: Context) => {
  const model = await context.params;
  const query = readLogQuery(searchOf(request));
  return json(
    presentLogPage(model, query, await listPredictionLog(model, query, await getViewer())),
  );
});
