import { getViewer } from "#app/viewer.ts";
import { passwordRequest } from "#contract/account.ts";
import { changePassword } from "#server/accounts/sessions.ts";
import { requireAccount } from "#server/accounts/viewer.ts";
import { readFields } from "#server/request-body.ts";
import { goOn, requireSameOrigin, route } from "#server/route.ts";

export const POST = route(async (request) => {
  requireSameOrigin(request);
  const account = requireAccount(await getViewer());
  const passwords = await readFields(request, passwordRequest);
  const headers = await changePassword(account, passwords, request.headers);
  return goOn(request, "/account?changed=password", headers);
});
