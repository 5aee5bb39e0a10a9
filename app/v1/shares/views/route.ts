import { z } from "zod";
import { addressOf } from "#server/address.ts";
import { readBody } from "#server/request-body.ts";
import { requireSameOrigin, route } from "#server/route.ts";
import { countView } from "#server/shares/shared.ts";

const body = z.strictObject({ token: z.string().max(100) });

export const POST = route(async (request) => {
  requireSameOrigin(request);
  const { token } = await readBody(request, body);
  await countView(token, addressOf(request.headers));
  return new Response(null, { status: 204 });
});
