import { z } from "zod";
import { getViewer } from "#app/viewer.ts";
import { setEngineModel } from "#server/engines.ts";
import { readBody, readForm } from "#server/request-body.ts";
import { isFormPost, json, requireSameOrigin, route } from "#server/route.ts";

type Context = RouteContext<"/v1/engine/models/[id]">;

const body = z.strictObject({ loaded: z.boolean(), keep: z.boolean().optional() });
const form = z.strictObject({ loaded: z.stringbool(), keep: z.stringbool().optional() });

export const POST = route(async (request, context: Context) => {
  requireSameOrigin(request);
  const { id } = await context.params;
  const isForm = isFormPost(request);
  const wish = isForm ? await readForm(request, form) : await readBody(request, body);
  await setEngineModel(id, wish, await getViewer());
  if (!isForm) return json({ accepted: true }, 202);
  return new Response(null, { status: 303, headers: { location: "/engine" } });
});
