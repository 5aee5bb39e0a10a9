import { getViewer } from "#app/viewer.ts";
import { requireAccount } from "#server/accounts/viewer.ts";
import { goOn, requireSameOrigin, route } from "#server/route.ts";
import { revokeToken } from "#server/tokens.ts";

type Context = RouteContext<"/v1/account/tokens/[id]">;

const revoke = route(async (request, context: Context) => {
  requireSameOrigin(request);
  const { id } = await context.params;
  await revokeToken(requireAccount(await getViewer()), id);
  return goOn(request, "/account");
});

export const DELETE = revoke;
/** A plain form knows no DELETE. */
export const POST = revoke;
