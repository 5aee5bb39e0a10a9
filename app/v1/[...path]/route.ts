import { noSuchAddress } from "#server/problem.ts";
import { route } from "#server/route.ts";

/** What asks the API reads no page: an address that is not there is answered as any other mistake is. */
const refuse = route(async () => {
  throw noSuchAddress();
});

export { refuse as DELETE, refuse as GET, refuse as PATCH, refuse as POST, refuse as PUT };
