import { getViewer } from "#app/viewer.ts";
import { accountRequest } from "#contract/account.ts";
import { acceptInvitation } from "#server/accounts/invitations.ts";
import { presentAccount } from "#server/accounts/people.ts";
import { signInAs } from "#server/accounts/sessions.ts";
import { requireSomebody } from "#server/accounts/viewer.ts";
import { readFields } from "#server/request-body.ts";
import { goOn, json, requireSameOrigin, route } from "#server/route.ts";

export const GET = route(async () => json(presentAccount(requireSomebody(await getViewer()))));

export const POST = route(async (request) => {
  requireSameOrigin(request);
  const { token, ...given } = await readFields(request, accountRequest);
  const id = await acceptInvitation(token, given);
  return goOn(request, "/account", await signInAs(id));
});
