import { signOutRequest } from "#contract/account.ts";
import { signOut } from "#server/accounts/sessions.ts";
import { goOn, readFields, requireSameOrigin, route } from "#server/route.ts";

export const POST = route(async (request) => {
  requireSameOrigin(request);
  const { everywhere = false } = await readFields(request, signOutRequest);
  return goOn(request, "/", await signOut(request.headers, { everywhere }));
});
