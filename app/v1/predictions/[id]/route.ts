import { z } from "zod";
import { getViewer } from "#app/viewer.ts";
import { deletePrediction } from "#server/deletion.ts";
import { getPrediction } from "#server/predictions.ts";
import { Problem } from "#server/problem.ts";
import { readForm } from "#server/request-body.ts";
import { goOn, isFormPost, json, requireSameOrigin, route } from "#server/route.ts";

type Context = RouteContext<"/v1/predictions/[id]">;

export const GET = route(async (_request, context: Context) => {
  const { id } = await context.params;
  return json(await getPrediction(id, await getViewer()));
});

export const DELETE = route(async (request, context: Context) => {
  requireSameOrigin(request);
  const { id } = await context.params;
  await deletePrediction(id, await getViewer());
  return new Response(null, { status: 204 });
});

const form = z.strictObject({ back: z.enum(["history"]).optional() });

/** Deletes, for a plain form, which knows no DELETE; a program that posts here by mistake loses nothing. */
export const POST = route(async (request, context: Context) => {
  requireSameOrigin(request);
  if (!isFormPost(request))
    throw new Problem(405, "Method not allowed", "To delete a prediction, send DELETE.");
  const { id } = await context.params;
  const { back } = await readForm(request, form);
  const model = await deletePrediction(id, await getViewer());
  return goOn(request, back === "history" ? "/history?deleted=1" : `/${model}?deleted=1`);
});
