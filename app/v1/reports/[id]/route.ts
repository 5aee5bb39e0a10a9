import { z } from "zod";
import { getViewer } from "#app/viewer.ts";
import { closeReport } from "#server/reports.ts";
import { readBody, readForm } from "#server/request-body.ts";
import { goOn, json, requireSameOrigin, route } from "#server/route.ts";

type Context = RouteContext<"/v1/reports/[id]">;

const changes = z.strictObject({ closed: z.literal(true, "can only become true: send true") });

export const PATCH = route(async (request, context: Context) => {
  requireSameOrigin(request);
  const { id } = await context.params;
  await readBody(request, changes);
  const { report } = await closeReport(id, await getViewer());
  return json(report);
});

const form = z.strictObject({ closed: z.literal("true", "can only become true: send true") });

/** A plain form knows no PATCH. */
export const POST = route(async (request, context: Context) => {
  requireSameOrigin(request);
  const { id } = await context.params;
  await readForm(request, form);
  const { predictionId } = await closeReport(id, await getViewer());
  return goOn(request, `/p/${predictionId}#reports`);
});
