import { getViewer } from "#app/viewer.ts";
import { invitationRequest } from "#contract/account.ts";
import { createInvitation } from "#server/accounts/invitations.ts";
import { absoluteUrl } from "#server/presentation.ts";
import { readFields } from "#server/request-body.ts";
import { requireSameOrigin, route, tellOnce } from "#server/route.ts";

export const POST = route(async (request) => {
  requireSameOrigin(request);
  const invited = await readFields(request, invitationRequest);
  const text = absoluteUrl(await createInvitation(invited, await getViewer()));
  return tellOnce(request, { title: "The invitation's link", text, back: "/account/people" });
});
