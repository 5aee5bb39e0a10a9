import { signInRequest } from "#contract/account.ts";
import { signIn } from "#server/accounts/sessions.ts";
import { addressOf } from "#server/address.ts";
import { readFields } from "#server/request-body.ts";
import { goOn, requireSameOrigin, route } from "#server/route.ts";

export const POST = route(async (request) => {
  requireSameOrigin(request);
  const given = await readFields(request, signInRequest);
  return goOn(request, "/", await signIn(given, addressOf(request.headers)));
});
