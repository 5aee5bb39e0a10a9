import { getViewer } from "#app/viewer.ts";
import { newModelRequest } from "#contract/account.ts";
import { createModel } from "#server/new-model.ts";
import { readFields } from "#server/request-body.ts";
import { goOn, requireSameOrigin, route } from "#server/route.ts";

export const POST = route(async (request) => {
  requireSameOrigin(request);
  const wanted = await readFields(request, newModelRequest);
  const { owner, name } = await createModel(wanted, await getViewer());
  return goOn(request, `/${owner}/${name}/settings`);
});
