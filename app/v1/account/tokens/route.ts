import { getViewer } from "#app/viewer.ts";
import { tokenRequest } from "#contract/account.ts";
import { requireAccount } from "#server/accounts/viewer.ts";
import { readFields } from "#server/request-body.ts";
import { requireSameOrigin, route, tellOnce } from "#server/route.ts";
import { createToken } from "#server/tokens.ts";

export const POST = route(async (request) => {
  requireSameOrigin(request);
  const account = requireAccount(await getViewer());
  const { token } = await createToken(account, await readFields(request, tokenRequest));
  return tellOnce(request, { title: "Your new token", text: token, back: "/account" });
});
