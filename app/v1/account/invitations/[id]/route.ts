import { getViewer } from "#app/viewer.ts";
import { revokeInvitation } from "#server/accounts/invitations.ts";
import { goOn, requireSameOrigin, route } from "#server/route.ts";

type Context = RouteContext<"/v1/account/invitations/[id]">;

const revoke = route(async (request, context: Context) => {
  requireSameOrigin(request);
  const { id } = await context.params;
  await revokeInvitation(id, await getViewer());
  return goOn(request, "/account/people");
});

export const DELETE = revoke;
/** A plain form knows no DELETE. */
export const POST = revoke;
