import { getViewer } from "#app/viewer.ts";
import { removePerson } from "#server/accounts/people.ts";
import { goOn, requireSameOrigin, route } from "#server/route.ts";

type Context = RouteContext<"/v1/account/people/[id]">;

const remove = route(async (request, context: Context) => {
  requireSameOrigin(request);
  const { id } = await context.params;
  await removePerson(id, await getViewer());
  return goOn(request, "/account/people");
});

export const DELETE = remove;
/** A plain form knows no DELETE. */
export const POST = remove;
