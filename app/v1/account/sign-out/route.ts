import { signOutRequest } from "#contract/account.ts";
import { signOut } from "#server/accounts/sessions.ts";
import { readFields } from "#server/request-body.ts";
import { goOn, requireSameOrigin, route } from "#server/route.ts";

export const POST = route(async (request) => {
  requireSameOrigin(request);
  const { everywhere = false } = await readFields(request, signOutRequest);
  return goOn(request, "/", await signOut(request.headers, { everywhere }));
});
